package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Plans;
import io.retrievaldefense.attacks.testing.ProbingAttack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of models, attacks and numbers that break down. */
class AttackFailuresTest {

  @Test
  void aGradientThatIsNotFiniteIsAStatusOfItsExampleOnly() {
    LinearModel broken =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public double[] pullBack(float[] image, double[] logitGradient) {
            double[] gradient = super.pullBack(image, logitGradient);
            gradient[0] = image[2] > .9 ? Double.NaN : gradient[0];
            return gradient;
          }
        };
    Example sound = LinearModel.m0Example();
    Example bad = Example.untargeted(8, new float[] {.6f, .3f, 1f}, 1);

    List<AttackResult> results =
        AttackHarness.run(Plans.transfer(Pgd.of(5), .05), broken, List.of(bad, sound));

    assertThat(results.get(0).status()).isEqualTo(AttackStatus.NON_FINITE);
    assertThat(results.get(1).status()).isEqualTo(AttackStatus.COMPLETED);
  }

  /** A model whose first gradient is none, which counts those that it is asked for. */
  private static LinearModel withoutFirstGradient(int[] asked) {
    return new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
      @Override
      public double[] pullBack(float[] image, double[] logitGradient) {
        asked[0]++;
        double[] gradient = super.pullBack(image, logitGradient);
        gradient[0] = asked[0] == 1 ? Double.NaN : gradient[0];
        return gradient;
      }
    };
  }

  @Test
  void aRestartThatIsNotFiniteLeavesTheOthersTheirTurn() {
    int[] gradients = {0};
    LinearModel broken = withoutFirstGradient(gradients);
    AttackPlan plan = Plans.transfer(Pgd.of(20).withRestarts(2), .3);

    AttackResult result = AttackHarness.run(plan, broken, List.of(LinearModel.m0Example())).get(0);

    assertThat(gradients[0]).isEqualTo(1 + 20);
    assertThat(result.success()).isTrue();
    assertThat(result.restart()).isEqualTo(1);
    assertThat(result.status()).isEqualTo(AttackStatus.NON_FINITE);
  }

  /** A restart that was not run must not pass for one that was. */
  @Test
  void aLimitIsToldOfAlthoughAGradientWasNotFiniteBefore() {
    LinearModel broken = withoutFirstGradient(new int[1]);
    AttackPlan plan = Plans.transfer(Pgd.of(20).withRestarts(2), 1e-6).with(Budget.ofQueries(5));

    AttackResult result = AttackHarness.run(plan, broken, List.of(LinearModel.m0Example())).get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.QUERIES_EXHAUSTED);
  }

  @Test
  void logitsThatAreNotFiniteAreNotRobust() {
    LinearModel broken =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, Double.NaN});

    AttackResult result =
        AttackHarness.run(Plans.transfer(new Fgsm(), .05), broken, List.of(LinearModel.m0Example()))
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.NON_FINITE);
    assertThat(result.robust()).isFalse();
  }

  @Test
  void aFailingModelFailsTheRunWithItsOwnError() {
    LinearModel failing =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public double[] pullBack(float[] image, double[] logitGradient) {
            throw new IllegalStateException("out of native memory");
          }
        };

    assertThatThrownBy(
            () ->
                AttackHarness.run(
                    Plans.transfer(new Fgsm(), .05), failing, List.of(LinearModel.m0Example())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of native memory");
  }

  @Test
  void anAttackThatAsksForWhatItDidNotDeclareFails() {
    Attack sly =
        new ProbingAttack(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            return session.gradient(session.original(), new CrossEntropy(0)).gradient();
          }
        };

    assertThatThrownBy(
            () ->
                AttackHarness.run(
                    Plans.transfer(sly, .1),
                    ProbingAttack.onePixel(),
                    List.of(ProbingAttack.pixel(.5f))))
        .hasMessage("attack failed on example 3")
        .cause()
        .hasMessage("attack probing must declare what it asks for, [SCORES]: LOSS_GRADIENT");
  }

  @Test
  void aQuestionAboutNoImageFails() {
    Attack mute =
        new ProbingAttack(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            return session.scores()[0];
          }
        };

    assertThatThrownBy(
            () ->
                AttackHarness.run(
                    Plans.transfer(mute, .1),
                    ProbingAttack.onePixel(),
                    List.of(ProbingAttack.pixel(.5f))))
        .hasMessage("attack failed on example 3")
        .cause()
        .hasMessage("attack probing must ask about an image: none");
  }

  @Test
  void anAttackThatBreaksDownOnAnExampleIsARowOfItsOwn() {
    Attack fragile =
        new ProbingAttack(List.of(.4f)) {
          @Override
          public float[] perturb(AttackSession session) {
            if (session.original()[0] == .25f) {
              throw new ArithmeticException("no root");
            }
            return super.perturb(session);
          }
        };
    Example broken = ProbingAttack.pixel(.25f);
    Example whole = Example.untargeted(broken.id() + 1, new float[] {.5f}, broken.label());

    List<AttackResult> results =
        AttackHarness.run(
            Plans.transfer(fragile, .2), ProbingAttack.onePixel(), List.of(broken, whole));

    assertThat(results.get(0).status()).isEqualTo(AttackStatus.FAILED);
    assertThat(results.get(0).image()).isEqualTo(broken.image());
    assertThat(results.get(1).status()).isEqualTo(AttackStatus.COMPLETED);
  }

  @Test
  void anAttackThatAsksAboutPixelsOutOfBoundsFails() {
    Attack wild = new ProbingAttack(List.of(1.5f));

    assertThatThrownBy(
            () ->
                AttackHarness.run(
                    Plans.transfer(wild, .1),
                    ProbingAttack.onePixel(),
                    List.of(ProbingAttack.pixel(.5f))))
        .rootCause()
        .hasMessage("attack probing must ask about pixels in [0, 1]: 1.5");
  }
}
