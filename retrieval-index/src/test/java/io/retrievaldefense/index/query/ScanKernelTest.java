package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanKernelTest {
  private static float[] values(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void scoresAreNormsLessTwiceTheProducts() {
    int d = 19;
    Random random = new Random(1);
    for (ScanKernel kernel : List.of(ScanKernel.BEST, new ScalarScan())) {
      int width = kernel.width();
      for (int trial = 0; trial < 200; trial++) {
        float[] queries = values(random, 8 * d);
        float[] rows = values(random, d * width);
        float[] norms = values(random, width);
        float[] thresholds = new float[8];
        for (int q = 0; q < 8; q++) {
          thresholds[q] = -18 + (float) random.nextGaussian();
        }
        float[] scores = new float[ScanKernel.QUERIES * width];
        int found = kernel.score(queries, 4 * d, rows, norms, thresholds, 4, scores);
        for (int q = 0; q < ScanKernel.QUERIES; q++) {
          double least = Double.POSITIVE_INFINITY;
          for (int j = 0; j < width; j++) {
            double expected = norms[j];
            for (int i = 0; i < d; i++) {
              expected -= 2.0 * queries[4 * d + 4 * i + q] * rows[i * width + j];
            }
            least = Math.min(least, expected);
            if ((found >> q & 1) == 1) {
              assertThat((double) scores[q * width + j]).isCloseTo(expected, within(1e-4));
            }
          }
          if (Math.abs(least - thresholds[4 + q]) > 1e-4) {
            assertThat(found >> q & 1).isEqualTo(least <= thresholds[4 + q] ? 1 : 0);
          }
        }
      }
    }
  }
}
