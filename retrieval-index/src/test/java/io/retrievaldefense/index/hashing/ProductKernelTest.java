package io.retrievaldefense.index.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductKernelTest {
  private static float[] values(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
    }
    return values;
  }

  private static float[][] rows(Random random, int rows, int count) {
    float[][] directions = new float[rows][];
    Arrays.setAll(directions, i -> values(random, count));
    return directions;
  }

  @Test
  void theKernelInUseGivesTheBitsOfTheScalarOne() {
    Random random = new Random(2);
    for (int trial = 0; trial < 500; trial++) {
      int count = 1 + random.nextInt(140);
      int d = 1 + random.nextInt(70);
      float[][] directions = rows(random, d, count);
      float[] x = values(random, d);
      float[] expected = values(random, count + 3);
      float[] found = expected.clone();
      new ScalarProducts().addTo(expected, directions, x);
      ProductKernel.BEST.addTo(found, directions, x);
      assertThat(found).containsExactly(expected);
    }
  }

  @Test
  void addsTheProducts() {
    Random random = new Random(5);
    float[][] directions = rows(random, 7, 40);
    float[] x = values(random, 7);
    float[] sums = new float[40];
    ProductKernel.BEST.addTo(sums, directions, x);
    for (int j = 0; j < 40; j++) {
      double expected = 0;
      double size = 0;
      for (int i = 0; i < 7; i++) {
        expected += (double) directions[i][j] * x[i];
        size += Math.abs((double) directions[i][j] * x[i]);
      }
      assertThat((double) sums[j]).isCloseTo(expected, within(1e-6 * size));
    }
  }
}
