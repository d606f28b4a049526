package io.retrievaldefense.cli;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** What is wrong with a path that a user gave, where Java and Hadoop say it in words of theirs. */
final class PathFaults {
  private static final String EMPTY = "Can not create a Path from an empty string";
  private static final String FOLDER = " (Is a directory)";
  private static final Pattern SCHEME = Pattern.compile("scheme:? \"?([^\"\\s]+)");

  /** Of a file that is there and cannot be opened; for Java, that is not found either. */
  private static final List<String> NOT_ABSENT =
      List.of(
          "Permission denied",
          "Operation not permitted",
          "Too many open files",
          "Too many open files in system",
          "Input/output error",
          "No space left on device",
          "Read-only file system",
          "Stale file handle",
          "Cannot allocate memory");

  private PathFaults() {}

  /** The fault as a sentence; none if the error is not about a path that the user gave. */
  static Optional<String> of(Throwable error) {
    String message = error.getMessage() == null ? "" : error.getMessage().strip();
    String first = message.lines().findFirst().orElse(error.getClass().getSimpleName());
    if (error instanceof IllegalArgumentException) {
      return first.equals(EMPTY) ? Optional.of("path must not be empty: \"\"") : Optional.empty();
    }
    if (error instanceof UnsupportedFileSystemException) {
      Matcher scheme = SCHEME.matcher(first);
      return Optional.of(
          "scheme of a path must be that of a file system: "
              + (scheme.find() ? scheme.group(1) : first));
    }
    if (error instanceof FileNotFoundException) {
      return notFound(first);
    }
    return error instanceof NoSuchFileException
        ? Optional.of("file must exist: " + first)
        : Optional.empty();
  }

  private static Optional<String> notFound(String message) {
    if (NOT_ABSENT.stream().anyMatch(reason -> message.endsWith(" (" + reason + ")"))) {
      return Optional.empty();
    }
    if (message.endsWith(FOLDER)) {
      return Optional.of(
          "file must be no folder: " + message.substring(0, message.length() - FOLDER.length()));
    }
    return Optional.of("file must exist: " + message);
  }
}
