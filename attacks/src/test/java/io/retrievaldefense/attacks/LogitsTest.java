package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.loss.Logits;
import org.junit.jupiter.api.Test;

class LogitsTest {

  @Test
  void theLowestClassWinsATie() {
    assertThat(Logits.argmax(new float[] {1, 3, 3, 2})).isEqualTo(1);
    assertThat(Logits.argmaxExcept(new float[] {1, 3, 3, 2}, 1)).isEqualTo(2);
    assertThat(Logits.argmaxExcept(new float[] {5, 3, 3, 2}, 0)).isEqualTo(1);
    assertThat(Logits.argmaxExcept(new float[] {5, 3}, 1)).isZero();
  }

  @Test
  void crossEntropyIsExactWhereTheSoftmaxRounds() {
    assertThat(Logits.crossEntropy(new float[] {0, 1.1f}, 1))
        .isCloseTo(Math.log1p(Math.exp(-1.1f)), within(1e-15));
    // The probability of the label is 1 - 1e-26, which is 1.
    assertThat(Logits.crossEntropy(new float[] {60, 0}, 0)).isCloseTo(Math.exp(-60), within(1e-40));
    assertThat(Logits.crossEntropy(new float[] {-2000, 3000}, 0)).isEqualTo(5000);
    assertThat(Logits.crossEntropy(new float[] {1000, 1000, 1000, 1000}, 2))
        .isCloseTo(Math.log(4), within(1e-12));
  }

  @Test
  void logSumExpDoesNotOverflow() {
    assertThat(Logits.logSumExp(new float[] {3000, 3000}))
        .isCloseTo(3000 + Math.log(2), within(1e-9));
  }

  @Test
  void whatIsNotFiniteIsFound() {
    assertThat(Logits.finite(new float[] {1, 2})).isTrue();
    assertThat(Logits.finite(new float[] {1, Float.NaN})).isFalse();
    assertThat(Logits.finite(new float[] {Float.NEGATIVE_INFINITY, 1})).isFalse();
  }
}
