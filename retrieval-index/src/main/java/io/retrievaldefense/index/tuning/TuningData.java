package io.retrievaldefense.index.tuning;

/**
 * What a tuning looks at.
 *
 * @param sample [rows, d] of the data, drawn at random
 * @param queries [queries, d], none of them in the sample
 * @param neighbors [queries, n, d]: what each query is to find, its nearest in the whole
 * @param totalRows of the whole
 */
public record TuningData(
    float[][] sample, float[][] queries, float[][][] neighbors, long totalRows) {
  /** Checks that there is something of each, and as much as must be. */
  public TuningData {
    if (sample.length == 0 || queries.length == 0) {
      throw new IllegalArgumentException(
          "tuning must have rows and queries: " + sample.length + ", " + queries.length);
    }
    if (neighbors.length != queries.length) {
      throw new IllegalArgumentException(
          "neighbors must be of each of " + queries.length + " queries: " + neighbors.length);
    }
    for (float[][] some : neighbors) {
      if (some.length == 0) {
        throw new IllegalArgumentException("neighbors of a query must be at least 1: 0");
      }
    }
    if (totalRows < sample.length) {
      throw new IllegalArgumentException(
          "total rows must be at least those of the sample, " + sample.length + ": " + totalRows);
    }
  }
}
