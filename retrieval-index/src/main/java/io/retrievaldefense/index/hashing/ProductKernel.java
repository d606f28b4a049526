package io.retrievaldefense.index.hashing;

import io.retrievaldefense.index.simd.VectorKernels;

/**
 * Many dot products at once, over directions stored transposed. Each sum adds its rounded products
 * in ascending order of i, so that the bits are the same with vectors and without, when writing and
 * when querying.
 */
interface ProductKernel extends VectorKernels.Kernel {
  /** What this JVM uses; constant for the JIT. */
  ProductKernel BEST =
      VectorKernels.find(
          ProductKernel.class,
          "io.retrievaldefense.index.hashing.VectorProducts",
          new ScalarProducts());

  /**
   * sums[j] += directions[i][j] * x[i], for i ascending.
   *
   * @param sums as long as a row of directions, or longer
   * @param directions [d, count]
   * @param x [d]
   */
  void addTo(float[] sums, float[][] directions, float[] x);
}
