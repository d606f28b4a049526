package io.retrievaldefense.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/**
 * The little that readers need of a file system. Paths are strings, so that they can be local paths
 * or URIs of any Hadoop file system; implementations are serialisable, so that tasks open files
 * themselves.
 */
public interface FileAccess extends Serializable {

  /**
   * A child of a folder.
   *
   * @param path the full path, to be handed back to this file access
   * @param name the last element of the path
   * @param folder whether it is a folder
   */
  record Entry(String path, String name, boolean folder) implements Serializable {}

  /**
   * Opens a file from its beginning.
   *
   * @param path the file
   * @return a stream that the caller closes; it need not be buffered
   * @throws java.io.FileNotFoundException if there is no such file
   * @throws IOException if it cannot be opened
   */
  InputStream open(String path) throws IOException;

  /**
   * The length of a file.
   *
   * @param path the file
   * @return the number of bytes
   * @throws java.io.FileNotFoundException if there is no such file
   * @throws IOException if it cannot be asked
   */
  long length(String path) throws IOException;

  /**
   * Whether there is such a file or folder.
   *
   * @param path a file or folder
   * @return whether it exists
   * @throws IOException if it cannot be asked
   */
  boolean exists(String path) throws IOException;

  /**
   * The children of a folder, by name in code unit order, without hidden ones (whose names begin
   * with a dot or an underscore, as Hadoop has it).
   *
   * @param folder the folder
   * @return the children
   * @throws java.io.FileNotFoundException if there is no such folder
   * @throws IOException if it cannot be listed
   */
  List<Entry> list(String folder) throws IOException;

  /**
   * A child's path.
   *
   * @param folder a folder
   * @param name the name of a child
   * @return the path of the child
   */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
