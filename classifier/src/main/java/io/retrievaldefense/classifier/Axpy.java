package io.retrievaldefense.classifier;

/** The one loop everything here is made of; the compiler turns it into vector instructions. */
final class Axpy {

  private Axpy() {}

  /** {@code target[to .. to+n) += factor * source[from .. from+n)}. */
  static void add(double factor, double[] source, int from, double[] target, int to, int n) {
    for (int i = 0; i < n; i++) {
      target[to + i] += factor * source[from + i];
    }
  }

  static double dot(double[] a, int fromA, double[] b, int fromB, int n) {
    // Four sums, or each addition would wait for the one before.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[fromA + i] * b[fromB + i];
      s1 += a[fromA + i + 1] * b[fromB + i + 1];
      s2 += a[fromA + i + 2] * b[fromB + i + 2];
      s3 += a[fromA + i + 3] * b[fromB + i + 3];
    }
    for (; i < n; i++) {
      s0 += a[fromA + i] * b[fromB + i];
    }
    return s0 + s1 + s2 + s3;
  }
}
