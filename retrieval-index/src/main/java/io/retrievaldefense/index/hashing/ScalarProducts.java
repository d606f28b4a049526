package io.retrievaldefense.index.hashing;

/**
 * {@link ProductKernel} in plain Java; the JIT vectorises it where rows cannot overlap the sums.
 */
final class ScalarProducts implements ProductKernel {
  @Override
  public boolean supported() {
    return true;
  }

  @Override
  public void addTo(float[] sums, float[][] directions, float[] x) {
    for (int i = 0; i < x.length; i++) {
      float value = x[i];
      float[] row = directions[i];
      for (int j = 0; j < row.length; j++) {
        sums[j] += row[j] * value;
      }
    }
  }
}
