package io.retrievaldefense.index.hashing;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ProductKernel} on the incubating Vector API: a lane for each sum, four vectors of them at
 * a time in registers. Products are rounded before they are added, as in scalar code.
 */
final class VectorProducts implements ProductKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = SPECIES.length();

  @Override
  public boolean supported() {
    return FloatVector.SPECIES_PREFERRED.length() >= LANES;
  }

  @Override
  public void addTo(float[] sums, float[][] directions, float[] x) {
    int count = directions[0].length;
    int j = 0;
    for (; j + 4 * LANES <= count; j += 4 * LANES) {
      four(sums, j, directions, x);
    }
    for (; j + LANES <= count; j += LANES) {
      one(sums, j, directions, x);
    }
    for (; j < count; j++) {
      float sum = sums[j];
      for (int i = 0; i < x.length; i++) {
        sum += directions[i][j] * x[i];
      }
      sums[j] = sum;
    }
  }

  private static void four(float[] sums, int j, float[][] directions, float[] x) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, j);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, j + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, j + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, j + 3 * LANES);
    for (int i = 0; i < x.length; i++) {
      float[] row = directions[i];
      FloatVector value = FloatVector.broadcast(SPECIES, x[i]);
      s0 = s0.add(FloatVector.fromArray(SPECIES, row, j).mul(value));
      s1 = s1.add(FloatVector.fromArray(SPECIES, row, j + LANES).mul(value));
      s2 = s2.add(FloatVector.fromArray(SPECIES, row, j + 2 * LANES).mul(value));
      s3 = s3.add(FloatVector.fromArray(SPECIES, row, j + 3 * LANES).mul(value));
    }
    s0.intoArray(sums, j);
    s1.intoArray(sums, j + LANES);
    s2.intoArray(sums, j + 2 * LANES);
    s3.intoArray(sums, j + 3 * LANES);
  }

  private static void one(float[] sums, int j, float[][] directions, float[] x) {
    FloatVector sum = FloatVector.fromArray(SPECIES, sums, j);
    for (int i = 0; i < x.length; i++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, directions[i], j).mul(x[i]));
    }
    sum.intoArray(sums, j);
  }
}
