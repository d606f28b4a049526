package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import java.util.Arrays;
import java.util.List;

/** What all engines have in common: they answer over the opened shards of one snapshot. */
abstract class SnapshotIndex implements NeighborIndex {
  private final IndexManifest manifest;
  private final ShardSet shards;

  SnapshotIndex(IndexManifest manifest, ShardSet shards) {
    this.manifest = manifest;
    this.shards = shards;
  }

  /** Answers one query whose arguments were checked; called by several threads at once. */
  abstract SearchResult answer(float[] query, int n);

  /** The opened shards. */
  final ShardSet shards() {
    return shards;
  }

  @Override
  public final int size() {
    return shards.live();
  }

  @Override
  public final int dimension() {
    return manifest.schema().dimension();
  }

  @Override
  public final int featureDimension() {
    return manifest.schema().featureDimension();
  }

  @Override
  public final IndexManifest manifest() {
    return manifest;
  }

  @Override
  public final SearchResult search(float[] projectedQuery, int n) {
    Queries.require(this, projectedQuery, n);
    return answer(projectedQuery, n);
  }

  @Override
  public final List<SearchResult> searchBatch(float[][] queries, int n, int threads) {
    Queries.require(this, queries, n);
    SearchResult[] results = new SearchResult[queries.length];
    Batches.run(queries.length, threads, (from, to) -> answer(queries, n, from, to, results));
    return Arrays.asList(results);
  }

  /** Writes the answers to queries [from, to) to their places: one by one, if not overridden. */
  void answer(float[][] queries, int n, int from, int to, SearchResult[] results) {
    for (int q = from; q < to; q++) {
      results[q] = answer(queries[q], n);
    }
  }

  @Override
  public final void copyFeature(long row, float[] target, int offset) {
    shards.copyFeature(row, target, offset);
  }

  @Override
  public final void close() {
    // Maps are released with the last reference to them.
  }
}
