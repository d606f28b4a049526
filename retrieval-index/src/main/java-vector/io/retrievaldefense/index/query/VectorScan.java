package io.retrievaldefense.index.query;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScanKernel} on the incubating Vector API: eight vectors of sums in registers, six loads
 * for eight fused multiply-adds.
 */
final class VectorScan implements ScanKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  @Override
  public boolean supported() {
    return LANES >= 8;
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
    FloatVector lowNorms = FloatVector.fromArray(SPECIES, norms, 0);
    FloatVector highNorms = FloatVector.fromArray(SPECIES, norms, LANES);
    return finish(a0, a1, lowNorms, highNorms, thresholds[thresholdOffset], scores, 0)
        | finish(b0, b1, lowNorms, highNorms, thresholds[thresholdOffset + 1], scores, 1)
        | finish(c0, c1, lowNorms, highNorms, thresholds[thresholdOffset + 2], scores, 2)
        | finish(d0, d1, lowNorms, highNorms, thresholds[thresholdOffset + 3], scores, 3);
  }

  private static int finish(
      FloatVector low,
      FloatVector high,
      FloatVector lowNorms,
      FloatVector highNorms,
      float threshold,
      float[] scores,
      int query) {
    FloatVector lowScores = lowNorms.sub(low.add(low));
    FloatVector highScores = highNorms.sub(high.add(high));
    if (lowScores.min(highScores).compare(VectorOperators.LE, threshold).anyTrue()) {
      lowScores.intoArray(scores, query * WIDTH);
      highScores.intoArray(scores, query * WIDTH + LANES);
      return 1 << query;
    }
    return 0;
  }
}
