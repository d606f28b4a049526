package io.retrievaldefense.index.query;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScanKernel} on the incubating Vector API: eight vectors of sums in registers, six loads
 * for eight fused multiply-adds.
 */
final class VectorScan implements ScanKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  @Override
  public boolean supported() {
    return FloatVector.SPECIES_PREFERRED.length() >= LANES;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int score(
      float[] queries,
      int queryOffset,
      float[] rows,
      float[] norms,
      float[] thresholds,
      int thresholdOffset,
      float[] scores) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    int at = queryOffset;
    for (int row = 0; row < rows.length; row += WIDTH) {
      FloatVector low = FloatVector.fromArray(SPECIES, rows, row);
      FloatVector high = FloatVector.fromArray(SPECIES, rows, row + LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, queries[at]);
      FloatVector b = FloatVector.broadcast(SPECIES, queries[at + 1]);
      FloatVector c = FloatVector.broadcast(SPECIES, queries[at + 2]);
      FloatVector d = FloatVector.broadcast(SPECIES, queries[at + 3]);
      a0 = low.fma(a, a0);
      a1 = high.fma(a, a1);
      b0 = low.fma(b, b0);
      b1 = high.fma(b, b1);
      c0 = low.fma(c, c0);
      c1 = high.fma(c, c1);
      d0 = low.fma(d, d0);
      d1 = high.fma(d, d1);
      at += QUERIES;
    }
    a0.intoArray(scores, 0);
    a1.intoArray(scores, LANES);
    b0.intoArray(scores, WIDTH);
    b1.intoArray(scores, WIDTH + LANES);
    c0.intoArray(scores, 2 * WIDTH);
    c1.intoArray(scores, 2 * WIDTH + LANES);
    d0.intoArray(scores, 3 * WIDTH);
    d1.intoArray(scores, 3 * WIDTH + LANES);
    int found = 0;
    for (int q = 0; q < QUERIES; q++) {
      if (finish(scores, q * WIDTH, norms, thresholds[thresholdOffset + q])) {
        found |= 1 << q;
      }
    }
    return found;
  }

  /** Vectors are handed over in memory: a call that the JIT does not inline would allocate them. */
  private static boolean finish(float[] scores, int at, float[] norms, float threshold) {
    FloatVector low =
        FloatVector.fromArray(SPECIES, norms, 0)
            .sub(FloatVector.fromArray(SPECIES, scores, at).mul(2));
    FloatVector high =
        FloatVector.fromArray(SPECIES, norms, LANES)
            .sub(FloatVector.fromArray(SPECIES, scores, at + LANES).mul(2));
    low.intoArray(scores, at);
    high.intoArray(scores, at + LANES);
    return low.min(high).compare(VectorOperators.LE, threshold).anyTrue();
  }
}
