package io.retrievaldefense.index.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Views of a shard's sections. */
final class SectionMap {
  private final ShardLayout layout;
  private final ByteBuffer bytes;

  SectionMap(ShardLayout layout, ByteBuffer bytes) {
    this.layout = layout;
    this.bytes = bytes;
  }

  IntBuffer ints(int section) {
    return slice(section).asIntBuffer();
  }

  LongBuffer longs(int section) {
    return slice(section).asLongBuffer();
  }

  FloatBuffer floats(int section) {
    return slice(section).asFloatBuffer();
  }

  private ByteBuffer slice(int section) {
    return bytes
        .slice((int) layout.sectionStart(section), (int) layout.sectionLength(section))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
