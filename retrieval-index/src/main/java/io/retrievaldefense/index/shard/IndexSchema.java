package io.retrievaldefense.index.shard;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.Scaling;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What all shards of an index have in common, fixed before the first row is hashed; small enough to
 * broadcast.
 *
 * @param featureDimension D, the length of h; 0 when rows carry no feature beside h'
 * @param hash k, L, w, sketch, seed
 * @param scaling centre and scale of h', which fix d
 * @param projectionDigest of W, see {@code GaussianProjection.digest()}
 * @param extractorDigest of the model that computed h
 */
public record IndexSchema(
    int featureDimension,
    HashParameters hash,
    Scaling scaling,
    String projectionDigest,
    String extractorDigest)
    implements Serializable {
  /** Longer vectors than this are taken for damage. */
  public static final int DIMENSION_LIMIT = 1 << 20;

  /**
   * The digest to record where there is no projection or no extractor: vectors came as they are.
   */
  public static final String NO_DIGEST = "0".repeat(64);

  /** Checks ranges and digests. */
  public IndexSchema {
    if (featureDimension < 0 || featureDimension > DIMENSION_LIMIT) {
      throw new IllegalArgumentException(
          "feature dimension must be between 0 and " + DIMENSION_LIMIT + ": " + featureDimension);
    }
    if (hash == null || scaling == null) {
      throw new IllegalArgumentException(
          "schema must have hash parameters and scaling: " + hash + ", " + scaling);
    }
    if (scaling.dimension() > DIMENSION_LIMIT) {
      throw new IllegalArgumentException(
          "dimension must be at most " + DIMENSION_LIMIT + ": " + scaling.dimension());
    }
    Digests.require("projection digest", projectionDigest);
    Digests.require("extractor digest", extractorDigest);
  }

  /** d, the length of h'. */
  public int dimension() {
    return scaling.dimension();
  }

  /** SHA-256 over all components: written into every shard, so that shards cannot be mixed. */
  public byte[] fingerprint() {
    MessageDigest sha = Digests.sha256();
    ByteBuffer numbers = ByteBuffer.allocate(8 * Integer.BYTES);
    numbers.putInt(featureDimension).putInt(dimension());
    numbers.putInt(hash.functionsPerTable()).putInt(hash.tables()).putFloat(hash.width());
    numbers.putInt(hash.sketchBits()).putLong(hash.seed());
    sha.update(numbers.array());
    Digests.update(sha, scaling.centre());
    Digests.update(sha, new float[] {scaling.scale()});
    sha.update(HexFormat.of().parseHex(projectionDigest));
    sha.update(HexFormat.of().parseHex(extractorDigest));
    return sha.digest();
  }
}
