package io.retrievaldefense.index.query;

import io.retrievaldefense.index.simd.VectorKernels;

/** One way to compute {@link SquaredDistance}; all ways give the same bits. */
interface DistanceKernel extends VectorKernels.Kernel {
  /** |a - b|^2 of {@code length} elements from the offsets on. */
  float between(float[] a, int aOffset, float[] b, int bOffset, int length);
}
