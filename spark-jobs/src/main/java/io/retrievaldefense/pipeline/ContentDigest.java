package io.retrievaldefense.pipeline;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of a set of rows that does not depend on their order: the sum, component by component
 * modulo 2^64, of the rows' SHA-256.
 */
public final class ContentDigest implements Serializable {

  private final long[] sums = new long[4];

  /** Adds a row. */
  public ContentDigest add(long id, int label, byte[] content) {
    ByteBuffer digest =
        ByteBuffer.wrap(
            sha256(
                ByteBuffer.allocate(12 + content.length)
                    .putLong(id)
                    .putInt(label)
                    .put(content)
                    .array()));
    for (int i = 0; i < sums.length; i++) {
      sums[i] += digest.getLong();
    }
    return this;
  }

  /** Adds all rows of another. */
  public ContentDigest merge(ContentDigest other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    return this;
  }

  /** 64 hexadecimal digits. */
  public String hex() {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    for (long sum : sums) {
      bytes.putLong(sum);
    }
    return HexFormat.of().formatHex(bytes.array());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
