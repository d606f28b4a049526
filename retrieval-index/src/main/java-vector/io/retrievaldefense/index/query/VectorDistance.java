package io.retrievaldefense.index.query;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SquaredDistance} on the incubating Vector API: two vectors of eight sums, added in the
 * fixed order. A row of 64 floats takes a few instructions, so that the processor fetches the next
 * rows meanwhile; that matters more than the arithmetic.
 */
final class VectorDistance implements DistanceKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int HALF = SPECIES.length();
  private static final VectorShuffle<Float> BY_FOUR =
      VectorShuffle.fromValues(SPECIES, 4, 5, 6, 7, 0, 1, 2, 3);
  private static final VectorShuffle<Float> BY_TWO =
      VectorShuffle.fromValues(SPECIES, 2, 3, 0, 1, 6, 7, 4, 5);

  @Override
  public boolean supported() {
    return FloatVector.SPECIES_PREFERRED.length() >= HALF;
  }

  @Override
  public float between(float[] a, int aOffset, float[] b, int bOffset, int length) {
    FloatVector low = FloatVector.zero(SPECIES);
    FloatVector high = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= length - 2 * HALF; i += 2 * HALF) {
      FloatVector lowStep =
          FloatVector.fromArray(SPECIES, a, aOffset + i)
              .sub(FloatVector.fromArray(SPECIES, b, bOffset + i));
      FloatVector highStep =
          FloatVector.fromArray(SPECIES, a, aOffset + i + HALF)
              .sub(FloatVector.fromArray(SPECIES, b, bOffset + i + HALF));
      low = low.add(lowStep.mul(lowStep));
      high = high.add(highStep.mul(highStep));
    }
    if (i < length) {
      low = low.add(tail(a, aOffset, b, bOffset, i, length));
      high = high.add(tail(a, aOffset, b, bOffset, i + HALF, length));
    }
    FloatVector eight = low.add(high);
    FloatVector four = eight.add(eight.rearrange(BY_FOUR));
    FloatVector two = four.add(four.rearrange(BY_TWO));
    return two.lane(0) + two.lane(1);
  }

  private static FloatVector tail(
      float[] a, int aOffset, float[] b, int bOffset, int from, int length) {
    if (from >= length) {
      return FloatVector.zero(SPECIES);
    }
    VectorMask<Float> mask = SPECIES.indexInRange(from, length);
    FloatVector step =
        FloatVector.fromArray(SPECIES, a, aOffset + from, mask)
            .sub(FloatVector.fromArray(SPECIES, b, bOffset + from, mask));
    return step.mul(step);
  }
}
