package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxCrossEntropyTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void gradientEqualsFiniteDifferencesOfTheLoss(double smoothing) {
    float[] logits = {0.5f, -1.25f, 2, 0.75f};
    float[] gradient = SoftmaxCrossEntropy.gradient(logits, 1, smoothing);
    // A power of two: floats hold what it is added to without rounding.
    float step = 1 / 128f;
    for (int c = 0; c < logits.length; c++) {
      float[] plus = logits.clone();
      plus[c] += step;
      float[] minus = logits.clone();
      minus[c] -= step;
      double difference =
          SoftmaxCrossEntropy.loss(plus, 1, smoothing)
              - SoftmaxCrossEntropy.loss(minus, 1, smoothing);
      assertThat((double) gradient[c]).isCloseTo(difference / (2 * step), within(1e-5));
    }
  }

  @Test
  void smoothingSpreadsItsShareOverAllClasses() {
    // Probabilities 1/4, 1/4 and 1/2, and targets 0.8, 0.1 and 0.1.
    float[] logits = {0, 0, (float) Math.log(2)};
    assertThat(SoftmaxCrossEntropy.gradient(logits, 0, 0.3))
        .containsExactly(new float[] {-0.55f, 0.15f, 0.4f}, within(1e-6f));
    assertThat(SoftmaxCrossEntropy.loss(logits, 0, 0.3))
        .isCloseTo(0.9 * Math.log(4) + 0.1 * Math.log(2), within(1e-6));
  }
}
