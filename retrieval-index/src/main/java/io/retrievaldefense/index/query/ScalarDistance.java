package io.retrievaldefense.index.query;

/**
 * The reference: sixteen sums in as many variables, so that their additions do not wait for one
 * another.
 */
final class ScalarDistance implements DistanceKernel {
  @Override
  public boolean supported() {
    return true;
  }

  @Override
  public float between(float[] a, int aOffset, float[] b, int bOffset, int length) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
    int i = 0;
    for (; i <= length - SquaredDistance.LANES; i += SquaredDistance.LANES) {
      s0 += square(a[aOffset + i] - b[bOffset + i]);
      s1 += square(a[aOffset + i + 1] - b[bOffset + i + 1]);
      s2 += square(a[aOffset + i + 2] - b[bOffset + i + 2]);
      s3 += square(a[aOffset + i + 3] - b[bOffset + i + 3]);
      s4 += square(a[aOffset + i + 4] - b[bOffset + i + 4]);
      s5 += square(a[aOffset + i + 5] - b[bOffset + i + 5]);
      s6 += square(a[aOffset + i + 6] - b[bOffset + i + 6]);
      s7 += square(a[aOffset + i + 7] - b[bOffset + i + 7]);
      s8 += square(a[aOffset + i + 8] - b[bOffset + i + 8]);
      s9 += square(a[aOffset + i + 9] - b[bOffset + i + 9]);
      s10 += square(a[aOffset + i + 10] - b[bOffset + i + 10]);
      s11 += square(a[aOffset + i + 11] - b[bOffset + i + 11]);
      s12 += square(a[aOffset + i + 12] - b[bOffset + i + 12]);
      s13 += square(a[aOffset + i + 13] - b[bOffset + i + 13]);
      s14 += square(a[aOffset + i + 14] - b[bOffset + i + 14]);
      s15 += square(a[aOffset + i + 15] - b[bOffset + i + 15]);
    }
    if (i < length) {
      float[] rest = new float[SquaredDistance.LANES];
      for (int lane = 0; i + lane < length; lane++) {
        rest[lane] = square(a[aOffset + i + lane] - b[bOffset + i + lane]);
      }
      s0 += rest[0];
      s1 += rest[1];
      s2 += rest[2];
      s3 += rest[3];
      s4 += rest[4];
      s5 += rest[5];
      s6 += rest[6];
      s7 += rest[7];
      s8 += rest[8];
      s9 += rest[9];
      s10 += rest[10];
      s11 += rest[11];
      s12 += rest[12];
      s13 += rest[13];
      s14 += rest[14];
      s15 += rest[15];
    }
    float e0 = s0 + s8, e1 = s1 + s9, e2 = s2 + s10, e3 = s3 + s11;
    float e4 = s4 + s12, e5 = s5 + s13, e6 = s6 + s14, e7 = s7 + s15;
    float q0 = e0 + e4, q1 = e1 + e5, q2 = e2 + e6, q3 = e3 + e7;
    return (q0 + q2) + (q1 + q3);
  }

  private static float square(float x) {
    return x * x;
  }
}
