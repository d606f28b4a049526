package io.retrievaldefense.attacks.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.testing.LinearModel;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The known answers of FGSM, iFGSM and PGD on the linear model M0. */
class FgsmTest {

  private static final Offset<Float> FLOAT = within(1e-6f);

  private static AttackResult run(Attack attack, Ball ball) {
    return run(attack, ball, LinearModel.m0Example());
  }

  private static AttackResult run(Attack attack, Ball ball, Example example) {
    AttackPlan plan = AttackPlan.of(attack, ball, ThreatModel.BASELINE_TRANSFER, 1);
    return AttackHarness.run(plan, LinearModel.m0(), List.of(example)).get(0);
  }

  @Test
  void fgsmMovesEveryPixelByEpsilonAgainstTheWeights() {
    AttackResult result = run(new Fgsm(), new LinfBall(.1));

    assertThat(result.image()).containsExactly(new float[] {.5f, .4f, .5f}, FLOAT);
    assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.4, within(1e-6));
    assertThat(result.success()).isFalse();
    assertThat(result.counts().gradientCalls()).isEqualTo(1);
  }

  @Test
  void fgsmSucceedsWhereTheMarginIsUsedUp() {
    // The margin falls by 7 epsilon and is 1.1.
    assertThat(run(new Fgsm(), new LinfBall(.15)).success()).isFalse();
    AttackResult beyond = run(new Fgsm(), new LinfBall(.16));

    assertThat(beyond.success()).isTrue();
    assertThat(beyond.labelBefore()).isEqualTo(1);
    assertThat(beyond.labelAfter()).isZero();
  }

  @Test
  void aZeroGradientLeavesTheImageAndIsFlagged() {
    LinearModel flat = new LinearModel(new double[][] {{0, 0, 0}, {0, 0, 0}}, new double[] {0, 1});
    AttackPlan plan = AttackPlan.of(new Fgsm(), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 1);
    Example example = LinearModel.m0Example();

    AttackResult result = AttackHarness.run(plan, flat, List.of(example)).get(0);

    assertThat(result.image()).isEqualTo(example.image());
    assertThat(result.counts().zeroGradientSteps()).isEqualTo(1);
  }

  /** e^-200 is no float: cross-entropy's own gradient vanishes, and that is not robustness. */
  @Test
  void aGradientThatConfidenceHidesIsFlaggedToo() {
    LinearModel sure =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, 200});
    AttackPlan plan = AttackPlan.of(new Fgsm(), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 1);

    AttackResult result = AttackHarness.run(plan, sure, List.of(LinearModel.m0Example())).get(0);

    assertThat(result.counts().zeroGradientSteps()).isEqualTo(1);
  }

  @Test
  void fgsmIsCutToTheBounds() {
    Example bright = Example.untargeted(1, new float[] {.95f, .02f, 1f}, 0);
    LinearModel opposite =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {9, 0});
    AttackPlan plan = AttackPlan.of(new Fgsm(), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 1);

    AttackResult result = AttackHarness.run(plan, opposite, List.of(bright)).get(0);

    assertThat(result.image()).containsExactly(1f, 0f, 1f);
  }

  @Test
  void fgsmInAnL2BallStepsAlongTheGradient() {
    AttackResult result = run(new Fgsm(), new L2Ball(.1));

    assertThat(result.image()).containsExactly(new float[] {.54f, .38f, .5f}, FLOAT);
    assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.6, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 10", "20, 10", "10, 4", "7, 2.5"})
  void iteratedFgsmEqualsFgsmOnALinearModelOnceItsWalkReachesEpsilon(int steps, double c) {
    float[] iterated = run(IteratedFgsm.of(steps, c), new LinfBall(.1)).image();
    float[] last =
        run(IteratedFgsm.of(steps, c).keeping(Selection.LAST_ITERATE), new LinfBall(.1)).image();

    assertThat(iterated).containsExactly(run(new Fgsm(), new LinfBall(.1)).image(), FLOAT);
    assertThat(last).containsExactly(iterated, FLOAT);
  }

  @Test
  void aWalkOfTwiceTheRadiusStaysInTheBall() {
    assertThat(run(IteratedFgsm.of(20, 10), new LinfBall(.1)).norm()).isCloseTo(.1, within(1e-6));
  }

  @Test
  void aWalkShorterThanTheRadiusIsAsLongAsItsSteps() {
    assertThat(run(IteratedFgsm.of(5, 10), new LinfBall(.1)).norm()).isCloseTo(.05, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({".01, 3", ".02, 6", ".04, 12", ".06, 19", ".08, 24"})
  void kurakinsScheduleInGreyLevels(double epsilon, int steps) {
    KurakinSteps rule = new KurakinSteps();

    assertThat(rule.steps(epsilon)).isEqualTo(steps);
    assertThat(rule.size(epsilon)).isEqualTo(1 / 255.0);
    assertThat(run(IteratedFgsm.kurakin(), new LinfBall(epsilon)).counts().iterations())
        .isEqualTo(steps);
  }

  @Test
  void presetsAreNamedAndHaveTheirSteps() {
    assertThat(IteratedFgsm.literal().name()).isEqualTo("ifgsm-literal");
    assertThat(IteratedFgsm.literal().rule()).isEqualTo(new FractionOfEpsilon(10, 10));
    assertThat(IteratedFgsm.kurakin().name()).isEqualTo("ifgsm-kurakin");
    assertThat(IteratedFgsm.converged().name()).isEqualTo("ifgsm-converged");
    assertThat(IteratedFgsm.of(10, 4).name()).isEqualTo("ifgsm-s10-c4");
    assertThat(IteratedFgsm.of(10, 2.5).name()).isEqualTo("ifgsm-s10-c2.5");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pgdReachesTheSamePointFromAnyStart(long seed) {
    AttackPlan plan =
        AttackPlan.of(Pgd.of(40), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, seed);

    AttackResult result =
        AttackHarness.run(plan, LinearModel.m0(), List.of(LinearModel.m0Example())).get(0);

    // The third pixel has no gradient and stays where the start put it.
    assertThat(result.image()[0]).isCloseTo(.5f, FLOAT);
    assertThat(result.image()[1]).isCloseTo(.4f, FLOAT);
  }

  @Test
  void pgdInAnL2BallKnowsItsAnswer() {
    AttackResult result =
        run(new Pgd(new FractionOfEpsilon(100, 4), 2, LossKind.CROSS_ENTROPY), new L2Ball(.1));

    assertThat(LinearModel.m0Margin(result.image())).isCloseTo(.6, within(1e-3));
    assertThat(result.norm()).isLessThanOrEqualTo(.1 + 1e-6);
    assertThat(result.counts().iterations()).isEqualTo(200);
  }

  @Test
  void pgdInAnL2BallWithoutAGradientGivesNoNaN() {
    LinearModel flat = new LinearModel(new double[][] {{0, 0, 0}, {0, 0, 0}}, new double[] {0, 1});
    AttackPlan plan = AttackPlan.of(Pgd.of(5), new L2Ball(.1), ThreatModel.BASELINE_TRANSFER, 1);

    AttackResult result = AttackHarness.run(plan, flat, List.of(LinearModel.m0Example())).get(0);

    assertThat(result.image()).doesNotContain(Float.NaN);
    assertThat(result.counts().zeroGradientSteps()).isEqualTo(5);
  }
}
