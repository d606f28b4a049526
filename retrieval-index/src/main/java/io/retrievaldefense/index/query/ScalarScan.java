package io.retrievaldefense.index.query;

import java.util.Arrays;

/** {@link ScanKernel} in plain Java. */
final class ScalarScan implements ScanKernel {
  private static final int WIDTH = 16;

  @Override
  public boolean supported() {
    return true;
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
    Arrays.fill(scores, 0, QUERIES * WIDTH, 0);
    for (int i = 0, row = 0; row < rows.length; i++, row += WIDTH) {
      for (int q = 0; q < QUERIES; q++) {
        float value = -2 * queries[queryOffset + i * QUERIES + q];
        for (int j = 0; j < WIDTH; j++) {
          scores[q * WIDTH + j] += value * rows[row + j];
        }
      }
    }
    int found = 0;
    for (int q = 0; q < QUERIES; q++) {
      for (int j = 0; j < WIDTH; j++) {
        scores[q * WIDTH + j] += norms[j];
        if (scores[q * WIDTH + j] <= thresholds[thresholdOffset + q]) {
          found |= 1 << q;
        }
      }
    }
    return found;
  }
}
