package io.retrievaldefense.attacks.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Unbounded;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DeepFool and Carlini-Wagner: M0's boundary is at L2 distance .22 and Linf distance 1.1/7. */
class MinimalNormTest {

  private static final Unbounded L2 = new Unbounded(Norm.L2);

  @Test
  void oneStepOfDeepFoolEndsOnALinearBoundary() {
    // A hair beyond it: on it the logits tie, and rounding would decide whether that is a success.
    AttackResult result = Runs.onM0(new DeepFool(1, 1e-6), L2);

    assertThat(result.success()).isTrue();
    assertThat(result.image()).containsExactly(new float[] {.468f, .476f, .5f}, within(1e-6f));
  }

  @Test
  void anAffineModelTakesDeepFoolOneIteration() {
    AttackResult result = Runs.onM0(DeepFool.standard(), L2);

    assertThat(result.success()).isTrue();
    // One step, and the look that finds it done.
    assertThat(result.counts().iterations()).isEqualTo(2);
    assertThat(result.norm()).isCloseTo(.22 * 1.02, within(1e-6));
  }

  @Test
  void deepFoolInLinfMovesEveryPixelAlike() {
    AttackResult result = Runs.onM0(DeepFool.standard(), new Unbounded(Norm.LINF));

    assertThat(result.norm()).isCloseTo(1.1 / 7 * 1.02, within(1e-6));
  }

  @Test
  void deepFoolPicksTheNearestOfSeveralBoundaries() {
    LinearModel three =
        new LinearModel(new double[][] {{0, 0}, {4, 0}, {0, 1}}, new double[] {1, 0, .4});
    Example example = Example.untargeted(1, new float[] {.1f, .1f}, 0);

    AttackResult result = Runs.on(three, example, DeepFool.standard(), L2);

    // To class 1: .6/4 = .15; to class 2: .5/1.
    assertThat(result.labelAfter()).isEqualTo(1);
    assertThat(result.norm()).isCloseTo(.15 * 1.02, within(1e-6));
  }

  @Test
  void deepFoolWithATargetCrossesThatBoundary() {
    LinearModel three =
        new LinearModel(new double[][] {{0, 0}, {4, 0}, {0, 1}}, new double[] {1, 0, .4});
    Example example = Example.untargeted(1, new float[] {.1f, .1f}, 0).towards(2);

    assertThat(Runs.on(three, example, DeepFool.standard(), L2).labelAfter()).isEqualTo(2);
  }

  @Test
  void deepFoolWithoutAGradientStopsAndIsFlagged() {
    LinearModel flat = new LinearModel(new double[][] {{0, 0, 0}, {0, 0, 0}}, new double[] {0, 1});

    AttackResult result = Runs.on(flat, LinearModel.m0Example(), DeepFool.standard(), L2);

    assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
    assertThat(result.counts().zeroGradientSteps()).isEqualTo(1);
    assertThat(result.image()).doesNotContain(Float.NaN);
  }

  @Test
  void aSmallestPerturbationBeyondTheBallIsNoSuccess() {
    AttackResult result = Runs.onM0(DeepFool.standard(), new L2Ball(.2));

    assertThat(result.success()).isFalse();
    assertThat(result.image()).isEqualTo(LinearModel.m0Example().image());
    assertThat(result.smallestNorm()).isCloseTo(.2244, within(1e-4));
    assertThat(Runs.onM0(DeepFool.standard(), new L2Ball(.23)).success()).isTrue();
  }

  @Test
  void carliniWagnerTendsToTheBoundaryFromAbove() {
    AttackResult result = Runs.onM0(CarliniWagner.standard(), L2);

    assertThat(result.success()).isTrue();
    // Stored pixels are float32: 1e-7 of slack.
    assertThat(result.norm()).isBetween(.22 - 1e-7, .22 * 1.01);
  }

  @Test
  void moreConfidenceNeedsALargerNorm() {
    double before = 0;
    for (double kappa : new double[] {0, .5, 1}) {
      AttackResult result = Runs.onM0(CarliniWagner.standard().withConfidence(kappa), L2);

      assertThat(result.norm()).isBetween((1.1 + kappa) / 5 - 1e-6, (1.1 + kappa) / 5 * 1.02);
      assertThat(result.norm()).isGreaterThan(before);
      assertThat(LinearModel.m0Margin(result.image())).isLessThanOrEqualTo(-kappa + 1e-5);
      before = result.norm();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void carliniWagnerFindsNoLargerNormThanDeepFool(long seed) {
    CurvedModel model = new CurvedModel(seed, 27, 16, 5);
    for (Example example : model.examples(3, seed)) {
      AttackResult deepFool = Runs.on(model, example, DeepFool.standard(), L2);
      AttackResult carlini = Runs.on(model, example, CarliniWagner.standard(), L2);

      assertThat(carlini.success()).isTrue();
      // Adam's last steps are a few thousandths long, which shows where the boundary is close by.
      double allowed = deepFool.smallestNorm() * 1.01 + 1e-3;
      assertThat(carlini.norm()).isLessThanOrEqualTo(allowed);
    }
  }

  @Test
  void theHingesFlatPartIsNotAMaskedGradient() {
    AttackResult result = Runs.onM0(CarliniWagner.standard(), L2);

    assertThat(result.counts().zeroGradientSteps()).isZero();
  }

  @Test
  void carliniWagnerIsRefusedInLinf() {
    assertThatThrownBy(() -> Runs.onM0(CarliniWagner.standard(), new LinfBall(.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("norm of the ball of attack carlini-wagner must be l2: linf");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new DeepFool(0, 0))
        .hasMessage("number of steps must be at least 1: 0");
    assertThatThrownBy(() -> new DeepFool(1, Double.NaN))
        .hasMessage("overshoot must be finite and not negative: NaN");
    assertThatThrownBy(() -> new PenaltySearch(1, 1, 0, 1))
        .hasMessage("learning rate must be positive and finite: 0.0");
    assertThatThrownBy(() -> CarliniWagner.standard().withConfidence(-1))
        .hasMessage("confidence kappa must be finite and not negative: -1.0");
  }
}
