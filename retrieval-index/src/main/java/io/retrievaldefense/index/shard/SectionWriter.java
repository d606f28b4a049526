package io.retrievaldefense.index.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes little-endian numbers, keeps the running CRC-32C of a section, and pads it. */
final class SectionWriter {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long length;

  SectionWriter(OutputStream out) {
    this.out = out;
  }

  void putInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void putFloats(float[] values, int offset, int count) throws IOException {
    int written = 0;
    while (written < count) {
      room(Float.BYTES);
      int chunk = Math.min(count - written, buffer.remaining() / Float.BYTES);
      buffer.asFloatBuffer().put(values, offset + written, chunk);
      buffer.position(buffer.position() + chunk * Float.BYTES);
      written += chunk;
    }
  }

  /** Pads and ends the section; its CRC-32C. */
  int end() throws IOException {
    flush();
    long padding = -length & (ShardFormat.ALIGNMENT - 1);
    for (long i = 0; i < padding; i++) {
      room(1).put((byte) 0);
    }
    flush();
    int value = (int) crc.getValue();
    crc.reset();
    length = 0;
    return value;
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    int count = buffer.position();
    crc.update(buffer.array(), 0, count);
    out.write(buffer.array(), 0, count);
    length += count;
    buffer.clear();
  }
}
