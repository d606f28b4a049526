package io.retrievaldefense.index.query;

import io.retrievaldefense.index.simd.VectorKernels;

/**
 * Scores {@link #QUERIES} queries against {@link #width} rows at once by |x|^2 - 2 q.x. What it
 * computes is rounded in its own way: it says which rows may be near, never how near.
 */
interface ScanKernel extends VectorKernels.Kernel {
  /** Queries that share the loading of a row. */
  int QUERIES = 4;

  /** What this JVM uses; constant for the JIT. */
  ScanKernel BEST =
      VectorKernels.find(
          ScanKernel.class, "io.retrievaldefense.index.query.VectorScan", new ScalarScan());

  /** Rows of a block. */
  int width();

  /**
   * Scores a block.
   *
   * @param queries [d, QUERIES] from {@code queryOffset} on
   * @param queryOffset where the queries begin
   * @param rows [d, width]
   * @param norms |x|^2 of the rows, [width]
   * @param thresholds [QUERIES] from {@code thresholdOffset} on
   * @param thresholdOffset where the thresholds begin
   * @param scores receives [QUERIES, width], at least of the queries in the result
   * @return bit q is set when some row scores at most the threshold of query q
   */
  int score(
      float[] queries,
      int queryOffset,
      float[] rows,
      float[] norms,
      float[] thresholds,
      int thresholdOffset,
      float[] scores);
}
