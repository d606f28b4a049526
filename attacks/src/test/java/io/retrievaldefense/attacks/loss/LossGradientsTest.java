package io.retrievaldefense.attacks.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossGradientsTest {

  static List<OutputLoss> losses() {
    return List.of(
        new CrossEntropy(2),
        new Negated(new CrossEntropy(0)),
        new Margin(3),
        new Negated(new Margin(3)),
        new LogitDifference(1, 4),
        new CappedLoss(new LogitDifference(1, 4), 9),
        new DifferenceOfLogitsRatio(2),
        new TargetedLogitsRatio(2, 5));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theGradientIsThatOfFiniteDifferences(OutputLoss loss) {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 50; trial++) {
      float[] logits = new float[6];
      for (int k = 0; k < logits.length; k++) {
        logits[k] = (float) (4 * random.nextDouble() - 2);
      }
      float[] gradient = new float[6];
      loss.value(logits, gradient);
      for (int k = 0; k < logits.length; k++) {
        float[] up = logits.clone();
        float[] down = logits.clone();
        up[k] += 1f / 512;
        down[k] -= 1f / 512;
        double difference =
            (loss.value(up, new float[6]) - loss.value(down, new float[6]))
                / ((double) up[k] - down[k]);
        assertThat((double) gradient[k])
            .isCloseTo(difference, within(1e-3 * Math.max(1, Math.abs(difference))));
      }
    }
  }

  @Test
  void aConfidentModelStillHasAGradient() {
    float[] gradient = new float[2];

    double loss = new CrossEntropy(1).value(new float[] {0, 60}, gradient);

    assertThat(loss).isPositive();
    assertThat(gradient[0]).isPositive();
    assertThat(gradient[1]).isEqualTo(-gradient[0]);
  }

  @Test
  void theLogitsRatioKnowsItsAnswer() {
    float[] logits = {2, 5, 1, 4};

    assertThat(dlr(logits, 1)).isCloseTo(-1 / 3.0, within(1e-9));
    assertThat(dlr(new float[] {9, 12, 8, 11}, 1)).isCloseTo(-1 / 3.0, within(1e-9));
    assertThat(dlr(new float[] {6, 15, 3, 12}, 1)).isCloseTo(-1 / 3.0, within(1e-9));
    // Towards class 3: -(5 - 4) / (5 - (2 + 1) / 2).
    assertThat(new TargetedLogitsRatio(1, 3).value(logits, new float[4]))
        .isCloseTo(-1 / 3.5, within(1e-9));
    assertThat(new TargetedLogitsRatio(1, 3).value(new float[] {6, 15, 3, 12}, new float[4]))
        .isCloseTo(-1 / 3.5, within(1e-9));
  }

  private static double dlr(float[] logits, int label) {
    return new DifferenceOfLogitsRatio(label).value(logits, new float[4]);
  }

  @Test
  void equalLogitsGiveNoNaN() {
    float[] gradient = new float[4];

    assertThat(new DifferenceOfLogitsRatio(1).value(new float[4], gradient)).isZero();
    for (float slope : gradient) {
      assertThat(slope).isFinite();
    }
  }

  @Test
  void theMarginIsPositiveExactlyWhereAnotherClassLeads() {
    assertThat(Margin.of(new float[] {2, 5, 1, 4}, 1)).isEqualTo(-1);
    assertThat(Margin.of(new float[] {2, 5, 1, 4}, 3)).isEqualTo(1);
    assertThat(LossKind.MARGIN.of(1, OptionalInt.of(0)).value(new float[] {2, 5}, new float[2]))
        .isEqualTo(-3);
  }

  @Test
  void aCappedLossHasNoGradientBeyondItsCap() {
    float[] gradient = new float[2];

    assertThat(new CappedLoss(new LogitDifference(1, 0), 2).value(new float[] {0, 3}, gradient))
        .isEqualTo(2);
    assertThat(gradient).containsOnly(0);
  }
}
