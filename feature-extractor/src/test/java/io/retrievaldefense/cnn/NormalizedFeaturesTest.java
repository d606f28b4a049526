package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizedFeaturesTest {

  @Test
  void dividesByTheRootOfTheMeanOfSquares() {
    float[][] features = {{3, 4}, {0, 7}};
    NormalizedFeatures own = NormalizedFeatures.of(features);
    double norm = Math.sqrt((25 + 49) / 2.0);
    assertThat(own.norm()).isCloseTo(norm, within(1e-9));
    assertThat(own.values()[1][1]).isCloseTo((float) (7 / norm), within(1e-6f));
    assertThat(NormalizedFeatures.by(2, features).values()[0]).containsExactly(1.5f, 2);
    assertThat(features[0]).as("left as they were").containsExactly(3, 4);
  }

  @Test
  void pullsASlopeBackAsFiniteDifferencesSay() {
    Random random = new Random(2);
    float[][] features = new float[5][3];
    float[][] weights = new float[5][3];
    for (int i = 0; i < 5; i++) {
      for (int d = 0; d < 3; d++) {
        features[i][d] = (float) random.nextGaussian();
        weights[i][d] = (float) random.nextGaussian();
      }
    }
    float[][] slope = new float[5][];
    for (int i = 0; i < 5; i++) {
      slope[i] = weights[i].clone();
    }
    NormalizedFeatures.of(features).pullBack(slope);
    double along = 0;
    for (int i = 0; i < 5; i++) {
      for (int d = 0; d < 3; d++) {
        along += (double) slope[i][d] * features[i][d];
        float original = features[i][d];
        features[i][d] = original + 1e-2f;
        double plus = weighted(features, weights);
        features[i][d] = original - 1e-2f;
        double minus = weighted(features, weights);
        features[i][d] = original;
        assertThat((double) slope[i][d]).isCloseTo((plus - minus) / 2e-2, within(2e-4));
      }
    }
    assertThat(along).as("longer features alone change nothing").isCloseTo(0, within(1e-5));
  }

  @Test
  void refusesFeaturesWithoutANorm() {
    assertThatThrownBy(() -> NormalizedFeatures.of(new float[2][3]))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("norm of features must be positive and finite: 0.0; lower the learning rate");
  }

  /** A linear loss of u. */
  private static double weighted(float[][] features, float[][] weights) {
    float[][] unit = NormalizedFeatures.of(features).values();
    double sum = 0;
    for (int i = 0; i < unit.length; i++) {
      for (int d = 0; d < unit[i].length; d++) {
        sum += (double) unit[i][d] * weights[i][d];
      }
    }
    return sum;
  }
}
