package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What all engines have in common: they answer over the opened shards of one snapshot. A search
 * holds on to what is open, so that closing does not concern those that are running.
 *
 * @param <T> what the engine has open
 */
abstract class SnapshotIndex<T extends Opened> implements NeighborIndex {
  private final IndexManifest manifest;
  private final int size;

  /** Nothing when it is closed; shared with those that search the same in another way. */
  private final AtomicReference<T> open;

  SnapshotIndex(IndexManifest manifest, T opened) {
    this.manifest = manifest;
    size = opened.shards().live();
    open = new AtomicReference<>(opened);
  }

  /** Searches the same as another, and is closed with it. */
  SnapshotIndex(SnapshotIndex<T> other) {
    manifest = other.manifest;
    size = other.size;
    open = other.open;
  }

  /** Answers one query whose arguments were checked; called by several threads at once. */
  abstract SearchResult answer(T opened, float[] query, int n);

  /**
   * What is open.
   *
   * @throws IllegalStateException when it was closed
   */
  final T opened() {
    T opened = open.get();
    if (opened == null) {
      throw new IllegalStateException(
          "index must be open: snapshot " + manifest.snapshot() + " was closed");
    }
    return opened;
  }

  @Override
  public final int size() {
    return size;
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
    return answer(opened(), projectedQuery, n);
  }

  @Override
  public final List<SearchResult> searchBatch(float[][] queries, int n, int threads) {
    Queries.require(this, queries, n);
    T opened = opened();
    SearchResult[] results = new SearchResult[queries.length];
    Batches.run(
        queries.length, threads, (from, to) -> answer(opened, queries, n, from, to, results));
    return Arrays.asList(results);
  }

  /** Writes the answers to queries [from, to) to their places: one by one, if not overridden. */
  void answer(T opened, float[][] queries, int n, int from, int to, SearchResult[] results) {
    for (int q = from; q < to; q++) {
      results[q] = answer(opened, queries[q], n);
    }
  }

  @Override
  public final void copyFeature(long row, float[] target, int offset) {
    opened().shards().copyFeature(row, target, offset);
  }

  @Override
  public final void close() {
    T opened = open.getAndSet(null);
    if (opened != null) {
      opened.release();
    }
  }
}
