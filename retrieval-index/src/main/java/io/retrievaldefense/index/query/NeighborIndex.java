package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.IndexManifest;
import java.util.List;

/**
 * The nearest rows of one snapshot by squared Euclidean distance of h', ties by id. Safe for
 * concurrent use; answers do not depend on how rows are spread over shards.
 */
public interface NeighborIndex extends AutoCloseable {
  /** Rows that can be found. */
  int size();

  /** d, the length of a projected query. */
  int dimension();

  /** D, the length of a feature h. */
  int featureDimension();

  /** The snapshot that this index reads. */
  IndexManifest manifest();

  /**
   * The n nearest rows.
   *
   * @param projectedQuery h' = Wh of the query, [d]
   * @param n how many, between 1 and {@link #size()}
   * @throws IllegalArgumentException when n or the query's length is out of range, or a value is
   *     not finite; before any work
   */
  SearchResult search(float[] projectedQuery, int n);

  /**
   * As {@link #search} for each of many queries, in their order.
   *
   * @param queries [queries, d]
   * @param n how many neighbours each
   * @param threads how many work at it, at least 1; the answers do not depend on it
   */
  List<SearchResult> searchBatch(float[][] queries, int n, int threads);

  /**
   * Copies the feature h of a row.
   *
   * @param row as {@link Neighbor#row()} gives it
   * @param target receives D floats
   * @param offset of the first in target
   */
  void copyFeature(long row, float[] target, int offset);

  /**
   * Ends the use of this index, and of those that search the same in another way. Searches that are
   * running end as if it were open, and when the last has ended the memory is free. Then on
   * searching and {@link #copyFeature} throw an {@link IllegalStateException}; all else is still
   * told. Closing again does nothing.
   */
  @Override
  void close();
}
