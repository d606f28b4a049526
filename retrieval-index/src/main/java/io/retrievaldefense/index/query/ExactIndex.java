package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a query with every row: the oracle for the other engines, and the engine of choice for
 * small indexes. A batch is one pass over the rows, see {@link BatchScan}.
 */
public final class ExactIndex implements NeighborIndex {
  private final IndexManifest manifest;
  private final ShardSet shards;

  private ExactIndex(IndexManifest manifest, ShardSet shards) {
    this.manifest = manifest;
    this.shards = shards;
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
  public int size() {
    return shards.live();
  }

  @Override
  public int dimension() {
    return manifest.schema().dimension();
  }

  @Override
  public int featureDimension() {
    return manifest.schema().featureDimension();
  }

  @Override
  public IndexManifest manifest() {
    return manifest;
  }

  @Override
  public SearchResult search(float[] projectedQuery, int n) {
    return searchBatch(new float[][] {projectedQuery}, n, 1).get(0);
  }

  @Override
  public List<SearchResult> searchBatch(float[][] queries, int n, int threads) {
    Queries.require(this, queries, n);
    SearchResult[] results = new SearchResult[queries.length];
    Batches.run(
        queries.length,
        threads,
        (start, end) -> {
          float[][] range = Arrays.copyOfRange(queries, start, end);
          float[] centre = manifest.schema().scaling().centre();
          TopNeighbors[] best = new BatchScan(shards, centre, range, n).run();
          for (int q = start; q < end; q++) {
            int rows = shards.live();
            results[q] =
                new SearchResult(
                    best[q - start].drain(shards), new QueryStats(0, rows, rows, 0, rows, 0));
          }
        });
    return Arrays.asList(results);
  }

  @Override
  public void copyFeature(long row, float[] target, int offset) {
    shards.copyFeature(row, target, offset);
  }

  @Override
  public void close() {
    // Maps are released with the last reference to them.
  }
}
