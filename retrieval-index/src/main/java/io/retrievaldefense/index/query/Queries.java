package io.retrievaldefense.index.query;

/** Checks queries before any work. */
final class Queries {
  private Queries() {}

  static void require(NeighborIndex index, float[] query, int n) {
    requireCount(index, n);
    if (query.length != index.dimension()) {
      throw new IllegalArgumentException(
          "query length must be " + index.dimension() + ": " + query.length);
    }
    for (float value : query) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("query must be finite: " + value);
      }
    }
  }

  static void requireCount(NeighborIndex index, int n) {
    if (n < 1 || n > index.size()) {
      throw new IllegalArgumentException(
          "number of neighbors must be between 1 and the index size " + index.size() + ": " + n);
    }
  }

  static void require(NeighborIndex index, float[][] queries, int n) {
    requireCount(index, n);
    for (float[] query : queries) {
      require(index, query, n);
    }
  }
}
