package io.retrievaldefense.index.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;

/**
 * Derives independent random streams from one seed by name, so that adding a consumer of randomness
 * never changes what the others draw.
 */
public final class NamedSeed {
  private NamedSeed() {}

  /** The first eight bytes of SHA-256(seed, name), big-endian. */
  public static long derive(long seed, String name) {
    MessageDigest sha = Digests.sha256();
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  /**
   * A generator for the named stream. {@link Random} and its {@code nextGaussian} are specified to
   * the bit, unlike the newer generators, so an index can be rebuilt by another Java release.
   */
  public static Random random(long seed, String name) {
    return new Random(derive(seed, name));
  }
}
