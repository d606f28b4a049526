package io.retrievaldefense.index.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What an index needs of the file system that holds its folder. Names are relative to the folder,
 * with {@code /} between their parts. Implementations are safe for concurrent use.
 */
public interface IndexFiles {
  /** The folder, as messages name it. */
  String location();

  /** Names of the files in a sub-folder ({@code ""}: the folder itself), sorted; none if absent. */
  List<String> list(String folder) throws IOException;

  /**
   * The whole of a small file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws CorruptIndexException when it is longer than {@code limit} bytes, before reading it
   */
  byte[] read(String name, int limit) throws IOException;

  /**
   * Creates a file for one writer; its bytes are durable when {@code close} has returned.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  OutputStream create(String name) throws IOException;

  /**
   * Makes a complete file appear under a name in one step, durable, or not at all.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one: it is left as it was
   */
  void publish(String name, byte[] content) throws IOException;

  /** Removes a file; none is no error. */
  void delete(String name) throws IOException;

  /** When the file was written. */
  Instant modified(String name) throws IOException;

  /**
   * A path on a local disk that holds the file's bytes and can be mapped: the file itself, or a
   * copy that lasts as long as this process.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws CorruptIndexException when it is longer than {@code limit} bytes, before copying it
   */
  Path localise(String name, long limit) throws IOException;

  /** Opens a folder: {@code file:} or no scheme is a local disk, all else goes through Hadoop. */
  static IndexFiles at(String location) {
    return at(location, new Configuration());
  }

  /** As {@link #at(String)}, with Hadoop's configuration for schemes that need one. */
  static IndexFiles at(String location, Configuration configuration) {
    return FileSystems.open(location, configuration);
  }
}
