package io.retrievaldefense.pipeline;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file outside the folder of a run that is there as a whole or not at all. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Writes a file, replacing the one of that name.
   *
   * @param file of any file system Hadoop knows
   * @param content all of it
   * @param hadoop Hadoop's settings
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, byte[] content, Configuration hadoop) throws IOException {
    new RunFiles(file.getParent(), hadoop).write(file.getName(), content);
  }
}
