package io.retrievaldefense.index.build;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.manifest.Provenance;
import io.retrievaldefense.index.projection.Digests;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds an index over vectors as they come from a file: there is no projection and no feature
 * beside the vector. Goes over the vectors once, after a look at a sample of at most 100,000 for
 * their centre and scale, and holds two shards on the heap: one that fills while the other is
 * written.
 */
public final class VectorIndexBuilder {
  /** How many vectors tell centre and scale; which ones depends on their number alone. */
  private static final int SAMPLE = 100_000;

  /** Sampled vectors that lie side by side, so that skipping saves reading. */
  private static final int RUN = 100;

  /** Opens the vectors: for the sample, and for the build. */
  public interface Source {
    /** The vectors, from the first, the same each time. */
    VectorReader open() throws IOException;
  }

  private final IndexStore store;
  private final BuildSettings settings;

  /**
   * @param store where to build
   * @param settings how
   */
  public VectorIndexBuilder(IndexStore store, BuildSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Builds and commits the next snapshot; ids are row numbers and labels 0.
   *
   * @throws IllegalArgumentException when there are no vectors
   */
  public IndexManifest build(Source source) throws IOException {
    return build(VectorRows.unlabeled(source));
  }

  /**
   * Builds and commits the next snapshot.
   *
   * @throws IllegalArgumentException when there are no vectors
   */
  public IndexManifest build(VectorRows rows) throws IOException {
    long snapshot = store.nextSnapshot();
    IndexSchema schema =
        new IndexSchema(
            0, settings.hash(), scaling(rows), IndexSchema.NO_DIGEST, IndexSchema.NO_DIGEST);
    MessageDigest sha = Digests.sha256();
    List<ShardReceipt> shards = write(rows, schema, sha);
    String dataDigest = HexFormat.of().formatHex(sha.digest());
    IndexManifest manifest =
        IndexManifest.of(
            snapshot,
            schema,
            new Provenance(dataDigest, settings.codeRevision(), rows.classes()),
            settings.engine(),
            settings.search(),
            shards);
    store.commit(manifest);
    return manifest;
  }

  /** From all vectors if they are few, else from runs of them, evenly spaced. */
  private static Scaling scaling(VectorRows rows) throws IOException {
    try (VectorReader vectors = rows.source().open()) {
      long size = vectors.size();
      if (size < 1) {
        throw new IllegalArgumentException("vectors must be at least 1: " + size);
      }
      ScalingEstimator estimator = new ScalingEstimator(vectors.dimension());
      float[] vector = new float[vectors.dimension()];
      long runs = size <= SAMPLE ? 1 : SAMPLE / RUN;
      long read = 0;
      for (long run = 0; run < runs; run++) {
        long start = size / runs * run;
        long end = runs == 1 ? size : start + RUN;
        vectors.skip(start - read);
        for (read = start; read < end && vectors.next(vector); read++) {
          estimator.add(rows.firstId() + read, vector);
        }
      }
      return estimator.scaling();
    }
  }

  private List<ShardReceipt> write(VectorRows rows, IndexSchema schema, MessageDigest sha)
      throws IOException {
    int rowsPerShard = Math.min(settings.rowsPerShard(), ShardSeries.rowsPerShard(schema));
    try (ShardSeries shards =
        new ShardSeries(store.files(), schema, settings.search().candidateBudget(), rowsPerShard)) {
      rows.write(shards, vector -> Digests.update(sha, vector));
      return shards.finish();
    }
  }
}
