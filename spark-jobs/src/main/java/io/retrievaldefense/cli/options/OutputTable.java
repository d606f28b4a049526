package io.retrievaldefense.cli.options;

import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A table that Spark writes when a command's work is done: a folder, which it makes itself. */
public final class OutputTable {
  private OutputTable() {}

  /**
   * Refuses what could not be written; to be called before the work.
   *
   * @param location path or URI of the table
   * @param hadoop Hadoop's settings
   * @throws BadInputException if it is there already, or its folder is none that can be written to
   * @throws IOException if the file system fails
   */
  public static void require(String location, Configuration hadoop) throws IOException {
    Path table = new Path(location);
    FileSystem files = table.getFileSystem(hadoop);
    if (files.exists(table)) {
      throw new BadInputException("table to write must not be there yet: " + location);
    }
    // Folders that are missing on the way are made.
    Path folder = files.makeQualified(table).getParent();
    while (folder.getParent() != null && !files.exists(folder)) {
      folder = folder.getParent();
    }
    if (!files.getFileStatus(folder).isDirectory()) {
      throw new BadInputException(
          "folder of the table to write must be a folder: " + folder + " of " + location);
    }
    boolean isLocal = files instanceof LocalFileSystem;
    if (isLocal && !Files.isWritable(java.nio.file.Path.of(folder.toUri().getPath()))) {
      throw new BadInputException("folder of the table to write must be writable: " + location);
    }
  }
}
