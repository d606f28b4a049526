package io.retrievaldefense.index.query;

/** One way to compute {@link SquaredDistance}; all ways give the same bits. */
interface DistanceKernel {
  /** Whether this machine runs it fast. */
  boolean supported();

  /** |a - b|^2 of {@code length} elements from the offsets on. */
  float between(float[] a, int aOffset, float[] b, int bOffset, int length);
}
