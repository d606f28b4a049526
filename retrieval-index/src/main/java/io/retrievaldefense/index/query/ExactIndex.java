package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.shard.ShardReader;
import io.retrievaldefense.index.shard.Verification;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a query with every row: the oracle for the other engines, and the engine of choice for
 * small indexes. A batch goes over the rows once for many queries, block by block.
 */
public final class ExactIndex implements NeighborIndex {
  /** Rows compared with all queries of a range before the next: they stay in the L1 cache. */
  private static final int BLOCK_ROWS = 64;

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
    return new ExactIndex(manifest, ShardSet.open(store, manifest, verification));
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
          TopNeighbors[] best = scan(queries, start, end, n);
          for (int q = start; q < end; q++) {
            int rows = shards.live();
            results[q] =
                new SearchResult(
                    best[q - start].drain(shards), new QueryStats(0, rows, rows, 0, rows, 0));
          }
        });
    return Arrays.asList(results);
  }

  private TopNeighbors[] scan(float[][] queries, int start, int end, int n) {
    TopNeighbors[] best = new TopNeighbors[end - start];
    Arrays.setAll(best, q -> new TopNeighbors(n));
    int d = dimension();
    float[] block = new float[BLOCK_ROWS * d];
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      for (int first = 0; first < shard.rows(); first += BLOCK_ROWS) {
        int count = Math.min(BLOCK_ROWS, shard.rows() - first);
        shard.copyVectors(first, count, block, 0);
        for (int q = start; q < end; q++) {
          TopNeighbors top = best[q - start];
          for (int i = 0; i < count; i++) {
            float distance = SquaredDistance.between(queries[q], 0, block, i * d, d);
            int row = shards.start(s) + first + i;
            if (distance <= top.bound() && !shards.isDead(row)) {
              top.offer(distance, shard.id(first + i), row);
            }
          }
        }
      }
    }
    return best;
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
