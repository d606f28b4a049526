package io.retrievaldefense.index.build;

import io.retrievaldefense.index.lifecycle.IndexLifecycle;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.IndexSchema;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.shard.ShardSeries;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;

/**
 * Appends vectors to an index that was built over vectors. They are hashed with the centre and
 * scale of the index as it was built, or its rows could not be found beside theirs.
 */
public final class VectorAppender {
  private final IndexStore store;

  /**
   * @param store of the index
   */
  public VectorAppender(IndexStore store) {
    this.store = store;
  }

  /**
   * The first id above those of all rows that a snapshot stores; deleted ones are among them until
   * they are compacted away.
   */
  public static long nextId(IndexManifest manifest) {
    return manifest.shards().stream().mapToLong(ShardReceipt::lastId).max().orElseThrow() + 1;
  }

  /**
   * Refuses rows that do not fit an index.
   *
   * @param manifest of the index
   * @param dimension of the rows
   * @param classes of the rows
   * @throws IllegalArgumentException when they do not fit
   */
  public static void requireFitting(IndexManifest manifest, int dimension, int classes) {
    IndexSchema schema = manifest.schema();
    if (schema.featureDimension() != 0) {
      throw new IllegalArgumentException(
          "index must have no features beside its vectors: feature dimension "
              + schema.featureDimension());
    }
    if (dimension != schema.dimension()) {
      throw new IllegalArgumentException(
          "vector length must be " + schema.dimension() + " as in the index: " + dimension);
    }
    if (classes > manifest.provenance().classes()) {
      throw new IllegalArgumentException(
          "labels must be below " + manifest.provenance().classes() + ": " + (classes - 1));
    }
  }

  /**
   * Writes the rows and commits the snapshot that has them.
   *
   * @param base the latest snapshot
   * @param rows with ids that are not in it
   * @throws IllegalArgumentException when they do not fit the index
   */
  public IndexManifest append(IndexManifest base, VectorRows rows) throws IOException {
    try (VectorReader vectors = rows.source().open()) {
      requireFitting(base, vectors.dimension(), rows.classes());
    }
    try (ShardSeries shards =
        new ShardSeries(
            store.files(),
            base.schema(),
            base.search().candidateBudget(),
            ShardSeries.rowsPerShard(base.schema()))) {
      rows.write(shards, vector -> {});
      return new IndexLifecycle(store).append(base, shards.finish());
    }
  }
}
