package io.retrievaldefense.attacks.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Unbounded;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionAttacksTest {

  private static final Unbounded L2 = new Unbounded(Norm.L2);

  static List<Attack> attacks() {
    return List.of(HopSkipJump.of(3000), BoundaryAttack.of(3000));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theyComeWithinFivePercentOfM0sBoundary(Attack attack) {
    AttackResult result = Runs.onM0(attack, L2);

    assertThat(result.success()).isTrue();
    assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
    assertThat(result.norm()).isBetween(.22 - 1e-6, .22 * 1.05);
    assertThat(result.counts().queries()).isBetween(2500L, 3000L);
    assertThat(result.counts().gradientCalls()).isZero();
  }

  @Test
  void hopSkipJumpFindsTheLinfBoundary() {
    AttackResult result = Runs.onM0(HopSkipJump.of(3000), new Unbounded(Norm.LINF));

    assertThat(result.norm()).isBetween(1.1 / 7 - 1e-6, 1.1 / 7 * 1.05);
  }

  /** 3,072 pixels: finding the boundary takes 25 queries, an estimate asks for what is left. */
  @Test
  void hopSkipJumpMakesAStepOfAHundredQueries() {
    double[][] weights = new double[2][3072];
    Arrays.fill(weights[1], 0, 1536, 1);
    Arrays.fill(weights[1], 1536, 3072, -1);
    LinearModel wide = new LinearModel(weights, new double[] {0, 5});
    float[] grey = new float[3072];
    Arrays.fill(grey, .5f);
    Example example = Example.untargeted(1, grey, 1);

    AttackResult few = Runs.on(wide, example, HopSkipJump.of(100), new Unbounded(Norm.LINF));
    AttackResult start = Runs.on(wide, example, HopSkipJump.of(30), new Unbounded(Norm.LINF));

    assertThat(few.counts().iterations()).isGreaterThanOrEqualTo(2);
    assertThat(few.success()).isTrue();
    assertThat(few.norm()).isLessThan(.95 * start.norm());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void aModelThatReturnsOneHotGivesTheSameRun(Attack attack) {
    LinearModel oneHot =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public double[] logits(float[] image) {
            double[] logits = super.logits(image);
            return logits[1] > logits[0] ? new double[] {0, 1} : new double[] {1, 0};
          }
        };

    AttackResult soft = Runs.onM0(attack, L2);
    AttackResult hard = Runs.on(oneHot, LinearModel.m0Example(), attack, L2);

    assertThat(hard.image()).isEqualTo(soft.image());
    assertThat(hard.counts()).isEqualTo(soft.counts());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void labelsAreAllTheyNeed(Attack attack) {
    LinearModel labelsOnly =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
          @Override
          public Set<Capability> capabilities() {
            return Set.of(Capability.LABELS);
          }
        };

    AttackResult result = Runs.on(labelsOnly, LinearModel.m0Example(), attack, L2);

    assertThat(result.success()).isTrue();
    assertThat(result.bestLoss()).isNaN();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void aFailedStartIsAStatus(Attack attack) {
    LinearModel constant =
        new LinearModel(new double[][] {{0, 0, 0}, {0, 0, 0}}, new double[] {0, 1});

    AttackResult result = Runs.on(constant, LinearModel.m0Example(), attack, L2);

    assertThat(result.status()).isEqualTo(AttackStatus.NO_START);
    assertThat(result.robust()).isTrue();
    assertThat(result.image()).isEqualTo(LinearModel.m0Example().image());
    assertThat(result.counts().queries()).isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theyStopOnceInsideTheBall(Attack attack) {
    AttackResult result =
        Runs.untilSuccess(
                LinearModel.m0(), List.of(LinearModel.m0Example()), attack, new L2Ball(.4))
            .get(0);

    assertThat(result.success()).isTrue();
    assertThat(result.norm()).isLessThanOrEqualTo(.4 + 1e-6);
    assertThat(result.counts().queries()).isLessThan(1500);
  }

  @Test
  void theBoundaryAttackIsRefusedInLinf() {
    assertThatThrownBy(() -> Runs.onM0(BoundaryAttack.of(10), new LinfBall(.1)))
        .hasMessage("norm of the ball of attack boundary-q10 must be l2: linf");
  }

  @Test
  void aLimitIsKeptExactlyWhereQuestionsAreSingle() {
    assertThat(Runs.onM0(BoundaryAttack.of(77), L2).counts().queries()).isEqualTo(77);
    assertThat(Runs.onM0(BoundaryAttack.of(77), L2).norm()).isCloseTo(.3, within(.3));
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> HopSkipJump.of(0))
        .hasMessage("number of queries must be at least 1: 0");
    assertThatThrownBy(() -> new HopSkipJump(10, 5, 4))
        .hasMessage("largest number of directions must be at least 5: 4");
    assertThatThrownBy(() -> new BoundaryAttack(10, 0, .01))
        .hasMessage("spherical step must be positive and finite: 0.0");
  }
}
