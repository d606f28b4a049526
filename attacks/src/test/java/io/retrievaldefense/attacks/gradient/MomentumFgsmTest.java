package io.retrievaldefense.attacks.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.Runs;
import org.junit.jupiter.api.Test;

class MomentumFgsmTest {

  @Test
  void aConstantGradientAccumulatesInStepsOfItselfOverItsMean() {
    float[] gradient = {-3, 4, 0};
    float[] momentum = new float[3];
    for (float expected : new float[] {-1.2857f, -2.5714f, -3.8571f}) {
      momentum = MomentumFgsm.accumulate(momentum, gradient, 1);
      assertThat(momentum[0]).isCloseTo(expected, within(1e-4f));
    }
  }

  @Test
  void aZeroGradientAddsNothing() {
    assertThat(MomentumFgsm.accumulate(new float[] {1, 2}, new float[2], .5))
        .containsExactly(.5f, 1f);
  }

  @Test
  void withoutMomentumItIsIteratedFgsm() {
    CurvedModel model = new CurvedModel(11, 27, 16, 5);
    FractionOfEpsilon rule = new FractionOfEpsilon(8, 3);
    for (Example example : model.examples(5, 2)) {
      AttackResult still = Runs.on(model, example, new MomentumFgsm(rule, 0), new LinfBall(.1));
      AttackResult iterated = Runs.on(model, example, IteratedFgsm.of(8, 3), new LinfBall(.1));
      AttackResult moving = Runs.on(model, example, new MomentumFgsm(rule, 1), new LinfBall(.1));

      assertThat(still.image()).isEqualTo(iterated.image());
      assertThat(moving.image()).isNotEqualTo(iterated.image());
    }
  }

  @Test
  void itKnowsTheLinearAnswer() {
    assertThat(Runs.onM0(MomentumFgsm.of(10), new LinfBall(.1)).image())
        .containsExactly(new float[] {.5f, .4f, .5f}, within(1e-6f));
  }

  @Test
  void aNegativeDecayIsRefused() {
    assertThatThrownBy(() -> new MomentumFgsm(new FractionOfEpsilon(1, 1), -1))
        .hasMessage("momentum mu must be finite and not negative: -1.0");
  }
}
