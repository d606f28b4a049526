package io.retrievaldefense.index.build;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;

/**
 * How vectors become an index.
 *
 * @param hash k, L, w, sketch, seed
 * @param search how the lsh engine is searched
 * @param engine lsh, exact or hnsw
 * @param rowsPerShard how many rows a shard holds at most
 * @param codeRevision recorded as provenance
 */
public record BuildSettings(
    HashParameters hash,
    SearchSettings search,
    String engine,
    int rowsPerShard,
    String codeRevision) {
  /** Checks ranges. */
  public BuildSettings {
    if (rowsPerShard < 1) {
      throw new IllegalArgumentException("rows per shard must be at least 1: " + rowsPerShard);
    }
  }

  /** The defaults with a seed. */
  public static BuildSettings defaults(long seed, String codeRevision) {
    return new BuildSettings(
        HashParameters.defaults(seed), SearchSettings.DEFAULT, "lsh", 500_000, codeRevision);
  }
}
