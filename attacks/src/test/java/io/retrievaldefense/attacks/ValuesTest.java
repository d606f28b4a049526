package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.gradient.Pgd;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(floats = {-.001f, 1.001f, Float.NaN, Float.POSITIVE_INFINITY})
  void pixelsOutOfBoundsAreRefused(float pixel) {
    assertThatThrownBy(() -> Example.untargeted(4, new float[] {.5f, pixel}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pixel 1 of example 4 must be in [0, 1]: " + pixel);
  }

  @Test
  void labelsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Example.untargeted(4, new float[1], -1))
        .hasMessage("label of example 4 must not be negative: -1");
    assertThatThrownBy(() -> Example.untargeted(4, new float[1], 2).towards(2))
        .hasMessage("target of example 4 must differ from its label: 2");
  }

  @Test
  void budgetsMustBePositive() {
    assertThatThrownBy(() -> Budget.ofQueries(0)).hasMessage("query budget must be positive: 0");
    assertThatThrownBy(() -> Budget.ofTime(Duration.ZERO))
        .hasMessage("time budget must be positive: PT0S");
  }

  @Test
  void parametersMustBePositive() {
    assertThatThrownBy(() -> new FractionOfEpsilon(0, 1))
        .hasMessage("number of steps must be positive: 0");
    assertThatThrownBy(() -> new FractionOfEpsilon(1, 0))
        .hasMessage("step divisor c must be positive and finite: 0.0");
    assertThatThrownBy(() -> Pgd.of(1).withRestarts(0))
        .hasMessage("number of restarts must be at least 1: 0");
    assertThatThrownBy(
            () ->
                AttackPlan.of(new Fgsm(), new LinfBall(.1), ThreatModel.KNOWN_INDEX, 1)
                    .inBatchesOf(0))
        .hasMessage("batch size must be positive: 0");
  }

  @Test
  void aLossGradientHasOneRowPerExample() {
    assertThatThrownBy(() -> new LossGradient(new double[2], new float[1][3], new float[2][4]))
        .hasMessage(
            "loss gradient must have one row per example: 2 losses, 1 gradients, 2 outputs");
  }

  @Test
  void everyPartOfASeedChangesIt() {
    Set<Long> seeds = new HashSet<>();
    for (long run = 0; run < 5; run++) {
      for (long example = 0; example < 5; example++) {
        for (String attack : new String[] {"pgd", "square"}) {
          for (int restart = 0; restart < 5; restart++) {
            seeds.add(Seeds.derive(run, example, attack, restart));
          }
        }
      }
    }

    assertThat(seeds).hasSize(5 * 5 * 2 * 5);
    // Written down once: results of earlier runs depend on it.
    assertThat(Seeds.derive(1, 2, "pgd", 3)).isEqualTo(104767092097849096L);
  }
}
