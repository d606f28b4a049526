package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The rows of a snapshot that can be found, in ascending order of id whatever the shards are. */
public final class IndexRows {
  /** What is done with a row; the arrays are used again for the next. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param vector h', [d]
     * @param feature h, [D]
     */
    void visit(long id, int label, float[] vector, float[] feature) throws IOException;
  }

  /** The first row of a shard that was not visited yet. */
  private record Head(int shard, int row, long id) {}

  private final ShardSet shards;
  private final int dimension;
  private final int featureDimension;

  private IndexRows(ShardSet shards, int dimension, int featureDimension) {
    this.shards = shards;
    this.dimension = dimension;
    this.featureDimension = featureDimension;
  }

  /**
   * Opens a snapshot, every byte verified.
   *
   * @param store of the index
   * @param manifest which snapshot
   */
  public static IndexRows open(IndexStore store, IndexManifest manifest) throws IOException {
    return new IndexRows(
        ShardSet.open(store, manifest, Verification.CONTENT),
        manifest.schema().dimension(),
        manifest.schema().featureDimension());
  }

  /** How many rows will be visited. */
  public int size() {
    return shards.live();
  }

  /** Visits every row; what a visit throws ends it. */
  public void forEach(Visitor visitor) throws IOException {
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::id));
    for (int shard = 0; shard < shards.shards(); shard++) {
      enqueue(heads, shard, 0);
    }
    float[] vector = new float[dimension];
    float[] feature = new float[featureDimension];
    while (!heads.isEmpty()) {
      Head head = heads.poll();
      int row = shards.start(head.shard()) + head.row();
      if (!shards.isDead(row)) {
        shards.copyVector(row, vector, 0);
        shards.copyFeature(row, feature, 0);
        visitor.visit(head.id(), shards.label(row), vector, feature);
      }
      enqueue(heads, head.shard(), head.row() + 1);
    }
  }

  private void enqueue(PriorityQueue<Head> heads, int shard, int row) {
    if (row < shards.shard(shard).rows()) {
      heads.add(new Head(shard, row, shards.shard(shard).id(row)));
    }
  }
}
