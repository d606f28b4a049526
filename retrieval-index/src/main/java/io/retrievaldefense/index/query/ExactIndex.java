package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Arrays;

/**
 * Compares a query with every row: the oracle for the other engines, and the engine of choice for
 * small indexes. A batch is one pass over the rows, see {@link BatchScan}.
 */
public final class ExactIndex extends SnapshotIndex<OpenShards> {
  private ExactIndex(IndexManifest manifest, ShardSet shards) {
    super(manifest, new OpenShards(shards));
  }

  /**
   * Opens a snapshot.
   *
   * @param store of the index
   * @param manifest which snapshot
   * @param verification how much to read before trusting it
   */
  public static ExactIndex open(IndexStore store, IndexManifest manifest, Verification verification)
      throws IOException {
    return over(manifest, ShardSet.open(store, manifest, verification));
  }

  /** Over shards that are open. */
  static ExactIndex over(IndexManifest manifest, ShardSet shards) {
    return new ExactIndex(manifest, shards);
  }

  @Override
  SearchResult answer(OpenShards opened, float[] query, int n) {
    SearchResult[] result = new SearchResult[1];
    answer(opened, new float[][] {query}, n, 0, 1, result);
    return result[0];
  }

  @Override
  void answer(
      OpenShards opened, float[][] queries, int n, int from, int to, SearchResult[] results) {
    float[] centre = manifest().schema().scaling().centre();
    float[][] range = Arrays.copyOfRange(queries, from, to);
    TopNeighbors[] best = new BatchScan(opened.shards(), centre, range, n).run();
    int rows = size();
    for (int q = from; q < to; q++) {
      results[q] =
          new SearchResult(
              best[q - from].drain(opened.shards()), new QueryStats(0, rows, rows, 0, rows, 0));
    }
  }
}
