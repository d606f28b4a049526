package io.retrievaldefense.pipeline;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder that is there as a whole or not at all, when it is deleted too. */
public final class WholeFolder {

  private WholeFolder() {}

  /**
   * Deletes a folder, if it is there. It is renamed first: a deletion that is cut short would leave
   * what looks whole.
   *
   * @param files its file system
   * @param folder the folder
   * @param aside the name it has while it is deleted, at which nothing is looked for
   * @throws IOException if the file system fails
   */
  public static void remove(FileSystem files, Path folder, Path aside) throws IOException {
    if (!files.exists(folder)) {
      return;
    }
    if (!files.rename(folder, aside)) {
      throw new IOException("rename must succeed: " + folder + " to " + aside);
    }
    files.delete(aside, true);
  }
}
