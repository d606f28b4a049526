package io.retrievaldefense.index.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Maps what is read from elsewhere, through a file that nobody else sees. On Unix the file loses
 * its name as soon as it is open, before anything is copied: its space is free again when the map
 * is gone, however the process ends. Elsewhere it is deleted when it has been mapped.
 */
final class PrivateCopy {
  private PrivateCopy() {}

  /**
   * Copies a stream and maps the copy.
   *
   * @param in read to its end, not closed
   * @param folder on a local disk with room for it
   */
  static MappedByteBuffer map(InputStream in, Path folder) throws IOException {
    Path file;
    try {
      file = Files.createTempFile(folder, "retrieval-index-", ".shard");
    } catch (NoSuchFileException e) {
      // Or the shard would be taken for missing.
      throw new IOException("folder of temporary files must exist: " + folder, e);
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      in.transferTo(Channels.newOutputStream(channel));
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
