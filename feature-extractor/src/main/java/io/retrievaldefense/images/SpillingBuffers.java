package io.retrievaldefense.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import us.hebi.matlab.mat.format.BufferAllocator;

/**
 * Buffers on the heap while they are small, in a mapped temporary file when they are not: SVHN's
 * extra images are one array of 1.6 GB, which no task should need as heap.
 */
final class SpillingBuffers implements BufferAllocator {

  /** From this size on (64 MiB) a buffer is a mapped file. */
  static final int DEFAULT_THRESHOLD = 1 << 26;

  private final int threshold;

  SpillingBuffers(int threshold) {
    this.threshold = threshold;
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    return bytes < threshold ? ByteBuffer.allocate(bytes) : mapped(bytes);
  }

  /** Nothing to do: the heap's buffers and the mapped ones are both freed with their last user. */
  @Override
  public void release(ByteBuffer buffer) {}

  private static ByteBuffer mapped(int bytes) {
    try {
      Path file = Files.createTempFile("images", ".buffer");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(MapMode.READ_WRITE, 0, bytes);
      } finally {
        // The mapping outlives the name, so nothing stays behind however the process ends.
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary buffer must be mappable: " + bytes + " bytes", e);
    }
  }
}
