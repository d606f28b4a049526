package io.retrievaldefense.index.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What an index needs of the file system that holds its folder. Names are relative to the folder,
 * with {@code /} between their parts. Implementations are safe for concurrent use.
 */
public interface IndexFiles {
  /** The folder, as messages name it, and as {@link #at(String, Configuration)} opens it again. */
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
   * The whole of a large file, mapped to be read: the file itself where it is on a local disk, else
   * a copy that goes with the map. The map holds though the file is deleted.
   *
   * @param limit at most 2^31 - 1, as a map is one buffer
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws CorruptIndexException when it is longer than {@code limit} bytes, before copying it
   */
  MappedByteBuffer map(String name, long limit) throws IOException;

  /**
   * Opens a folder: {@code file:} is a local disk, all else goes through Hadoop; without a scheme
   * it is on Hadoop's default file system, see {@code fs.defaultFS}.
   *
   * @param location a path or URI, not escaped, as Hadoop's paths are
   */
  static IndexFiles at(String location) {
    return FileSystems.open(location);
  }

  /** As {@link #at(String)}, with Hadoop's configuration. */
  static IndexFiles at(String location, Configuration configuration) {
    return FileSystems.open(location, configuration);
  }

  /**
   * Opens a folder of a local disk, whatever Hadoop's default file system is; so does its location.
   */
  static IndexFiles at(Path folder) {
    return FileSystems.local(folder);
  }
}
