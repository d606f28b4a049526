package io.retrievaldefense.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and what stands in it as code. */
final class Readme {
  static final Path ROOT = Path.of("..");

  private static final String PROGRAM = "bin/retrieval-defense ";
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  private Readme() {}

  static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** Code within the text of a file. */
  static Stream<String> code(String file) throws IOException {
    return codeIn(text(file));
  }

  static Stream<String> codeIn(String text) {
    return CODE.matcher(text).results().map(match -> match.group(1));
  }

  /** The README's commands, in order. */
  static Stream<String> commands() throws IOException {
    return commands("README.md");
  }

  /** Lines of code blocks, and code within text and tables, that call the program, in order. */
  static Stream<String> commands(String file) throws IOException {
    String joined = text(file).replaceAll("\\\\\n\\s*", "");
    Stream.Builder<String> found = Stream.builder();
    Optional<String> group = Optional.empty();
    for (String line : joined.lines().map(String::strip).toList()) {
      boolean isRow = line.startsWith("|");
      found.add(line);
      codeIn(line).forEach(found);
      if (isRow && group.isPresent()) {
        String program = group.get();
        codeIn(line).forEach(code -> found.add(program + " " + code));
      }
      group = isRow ? group.or(() -> grouping(line)) : Optional.empty();
    }
    return found
        .build()
        .map(line -> line.replaceFirst("^spark-submit .*-assembly\\.jar ", PROGRAM))
        .filter(line -> line.startsWith(PROGRAM))
        .filter(line -> !line.startsWith(PROGRAM + "COMMAND"))
        .filter(line -> !line.equals(PROGRAM + "index"))
        .map(Readme::whole)
        .distinct();
  }

  /** The command that the head of a table names, and that its rows go on with. */
  private static Optional<String> grouping(String head) {
    return codeIn(head).filter(code -> code.startsWith(PROGRAM)).findFirst();
  }

  /** What may be left out is in brackets, and counts with the rest. */
  private static String whole(String command) {
    return command.replaceAll("\\[(--[^\\]]*)]", "$1");
  }

  /** The words after the program's name. */
  static List<String> arguments(String command) {
    List<String> words = ShellWords.of(command);
    return words.subList(1, words.size());
  }
}
