package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighborAttentionTest {

  @Test
  void isTheKnownAnswer() {
    // beta = 2 (1, 0) h with h = (ln 3 / 2, 5): ln 3 and 0, so that alpha = 3/4, 1/4.
    NeighborAttention attention = new NeighborAttention(2, 4);
    float[] h = {(float) (Math.log(3) / 2), 5};
    float[][] neighbors = {{1, 0}, {0, 0}};
    float[] slope = new float[2];
    double loss = attention.loss(h, neighbors, new int[] {1, 3}, 1, 1, slope);
    double probability = 0.99 * 0.75 + 0.01 / 4;
    assertThat(loss).isCloseTo(-Math.log(probability), within(1e-6));
    // Only the first neighbour has a feature, and its factor is -alpha (1 - y-bar).
    assertThat(slope[0]).isCloseTo((float) (2 * -0.99 * 0.75 * 0.25 / probability), within(1e-6f));
    assertThat(slope[1]).isZero();
    assertThat(attention.answer(h, neighbors, new int[] {1, 3})).isEqualTo(1);
    assertThat(attention.answer(h, new float[][] {{0, 0}, {0, 0}}, new int[] {3, 2})).isEqualTo(2);
  }

  @Test
  void slopeEqualsFiniteDifferences() {
    NeighborAttention attention = new NeighborAttention(1.5, 3);
    Random random = new Random(1);
    float[] h = gaussian(random);
    float[][] neighbors = new float[6][];
    for (int n = 0; n < neighbors.length; n++) {
      neighbors[n] = gaussian(random);
    }
    int[] labels = {0, 1, 1, 2, 0, 1};
    for (int label = 0; label < 3; label++) {
      float[] slope = new float[h.length];
      attention.loss(h, neighbors, labels, label, 0.25, slope);
      for (int d = 0; d < h.length; d++) {
        float[] ignored = new float[h.length];
        float original = h[d];
        h[d] = original + 1e-2f;
        double plus = attention.loss(h, neighbors, labels, label, 1, ignored);
        double step = h[d];
        h[d] = original - 1e-2f;
        step -= h[d];
        double minus = attention.loss(h, neighbors, labels, label, 1, ignored);
        h[d] = original;
        assertThat((double) slope[d]).isCloseTo(0.25 * (plus - minus) / step, within(2e-4));
        assertThat(Math.abs(slope[d])).isGreaterThan(1e-3f);
      }
    }
  }

  @Test
  void withoutANeighborOfItsClassThereIsALossAndNoSlope() {
    NeighborAttention attention = new NeighborAttention(10, 5);
    float[] slope = {7, 7};
    double loss =
        attention.loss(
            new float[] {1, 2}, new float[][] {{1, 0}, {0, 1}}, new int[] {0, 1}, 4, 1, slope);
    assertThat(loss).isCloseTo(-Math.log(0.01 / 5), within(1e-9));
    assertThat(slope).containsOnly(0);
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[4];
    for (int d = 0; d < values.length; d++) {
      values[d] = (float) random.nextGaussian();
    }
    return values;
  }
}
