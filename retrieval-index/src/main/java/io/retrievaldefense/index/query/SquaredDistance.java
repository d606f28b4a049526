package io.retrievaldefense.index.query;

import io.retrievaldefense.index.simd.VectorKernels;

/**
 * The squared Euclidean distance by which all engines rank, in one fixed order of summation:
 * element i goes to sum i mod 16, and the sixteen sums are added as a balanced tree, (s, s + 8),
 * then (s, s + 4), and so on. It is an order in which vectors of 256 bits can add, so that the
 * scalar and the vector code give the same bits, and so do all engines and shard layouts.
 */
public final class SquaredDistance {
  static final int LANES = 16;

  private static final String VECTOR_KERNEL = "io.retrievaldefense.index.query.VectorDistance";
  // Constant for the JIT, which inlines the kernel into the searching loops.
  private static final DistanceKernel KERNEL = kernel();

  private SquaredDistance() {}

  /**
   * |a - b|^2 of {@code length} elements.
   *
   * @param a a vector
   * @param aOffset its first element
   * @param b another
   * @param bOffset its first element
   * @param length d
   * @return the distance as every engine computes it, to the last bit
   */
  public static float between(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return KERNEL.between(a, aOffset, b, bOffset, length);
  }

  /** The vector kernel where it is there and fast, else the scalar one. */
  static DistanceKernel kernel() {
    return VectorKernels.find(DistanceKernel.class, VECTOR_KERNEL, new ScalarDistance());
  }
}
