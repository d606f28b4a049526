package io.retrievaldefense.cli.options;

import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A local file that a command writes when its work is done: as a whole or not at all. */
public final class OutputFile {
  private final Path file;

  private OutputFile(Path file) {
    this.file = file;
  }

  /**
   * Refuses what could not be written to; to be called before the work.
   *
   * @param file may be there, and is replaced then
   * @return the file
   * @throws BadInputException if its folder is not there, or it is no file
   */
  public static OutputFile of(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BadInputException("folder of the file to write must exist: " + file);
    }
    if (!Files.isWritable(folder)) {
      throw new BadInputException("folder of the file to write must be writable: " + file);
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BadInputException("file to write must be a regular one: " + file);
    }
    return new OutputFile(file);
  }

  /**
   * @param content all of it
   * @throws IOException if it cannot be written
   */
  public void write(byte[] content) throws IOException {
    // Through a link, which a rename would replace.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path unfinished =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(unfinished, content, StandardOpenOption.CREATE_NEW);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
