package io.retrievaldefense.attacks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.Unbounded;
import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.testing.Runs;
import io.retrievaldefense.attacks.testing.ToyRetrieval;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetrievalAttacksTest {

  private static GuideAttack guide(int candidates) {
    return new GuideAttack(
        new PenaltySearch(9, 150, .02, .01), new FractionOfEpsilon(30, 12), 2, candidates, 5);
  }

  static List<Attack> attacks() {
    return List.of(
        RetrievalPgd.softRetrieval(20, 30),
        RetrievalPgd.softRetrieval(20, 30).withAttentionOver(10),
        RetrievalPgd.attentionRescaling(20, 10),
        SoftNeighborAttack.of(20, 30),
        Collision.of(20, 3, 40),
        guide(40));
  }

  private final ToyRetrievalModel model = ToyRetrievalModel.random(3, 6, 60, 5);

  @ParameterizedTest
  @MethodSource("attacks")
  void theyStayInTheBallAndDoNotDependOnTheBatch(Attack attack) {
    List<Example> examples = model.examples(6, 2);
    for (Ball ball : List.of(new LinfBall(.1), new L2Ball(.25))) {
      AttackPlan plan = AttackPlan.of(attack, ball, ThreatModel.KNOWN_INDEX, 4);
      List<AttackResult> together = AttackHarness.run(plan, model, examples);
      for (int i = 0; i < examples.size(); i++) {
        AttackResult alone = AttackHarness.run(plan, model, examples.subList(i, i + 1)).get(0);

        assertThat(alone).usingRecursiveComparison().isEqualTo(together.get(i));
        assertThat(alone.norm()).isLessThanOrEqualTo(ball.epsilon() + 1e-6);
        assertThat(alone.success()).isEqualTo(alone.labelAfter() != alone.label());
      }
    }
  }

  @Test
  void attacksThroughTheRetrievalFindWhatTheHeldGradientMisses() {
    // One neighbour and its label: the model's own gradient is zero everywhere.
    ToyRetrievalModel nearest =
        ToyRetrievalModel.twoPoints(new double[] {.3, .4}, new double[] {.7, .4});
    List<Example> examples = List.of(Example.untargeted(1, new float[] {.42f, .5f}, 0));

    AttackResult held = Runs.untilSuccess(nearest, examples, Pgd.of(20), new LinfBall(.02)).get(0);

    assertThat(held.success()).isFalse();
    assertThat(held.counts().zeroGradientSteps()).isEqualTo(20);
    for (Attack attack :
        List.of(
            RetrievalPgd.softRetrieval(20, 2),
            SoftNeighborAttack.of(20, 2),
            Collision.of(20, 1, 2),
            guide(2))) {
      AttackResult through = Runs.untilSuccess(nearest, examples, attack, new LinfBall(.1)).get(0);

      assertThat(through.success()).as(attack.name()).isTrue();
    }
  }

  @Test
  void theGuideAttackFindsTheBisectorOfTwoPoints() {
    ToyRetrievalModel nearest =
        ToyRetrievalModel.twoPoints(new double[] {.3, .3}, new double[] {.7, .5});
    float[] x = {.38f, .45f};
    Example example = Example.untargeted(1, x, 0);

    AttackResult result = Runs.on(nearest, example, guide(2), new Unbounded(Norm.L2));

    // Distance to the line through (.5, .4) across (.4, .2): ((.5 - .38) 2 + (.4 - .45)) / sqrt 5.
    double distance = (.12 * 2 - .05) / Math.sqrt(5);
    assertThat(result.success()).isTrue();
    assertThat(result.norm()).isBetween(distance - 1e-6, distance * 1.02);
    // Straight across.
    assertThat((result.image()[1] - x[1]) / (result.image()[0] - x[0]))
        .isCloseTo(.5f, within(.05f));
  }

  @Test
  void theyLeaveNoMoreRobustThanTheHeldGradientDoesAlone() {
    List<Example> examples = model.examples(30, 9);
    Ball ball = new LinfBall(.08);
    int held = robust(examples, Pgd.of(20), ball);

    assertThat(robust(examples, RetrievalPgd.softRetrieval(20, 30).withRestarts(2), ball))
        .isLessThanOrEqualTo(held);
    assertThat(robust(examples, guide(40), ball)).isLessThan(30);
  }

  private int robust(List<Example> examples, Attack attack, Ball ball) {
    return RobustAccuracy.of(Runs.untilSuccess(model, examples, attack, ball)).robust();
  }

  @Test
  void theTemperatureOfSoftRetrievalFallsToAHundredth() {
    RetrievalPgd bpda = RetrievalPgd.softRetrieval(41, 30);

    assertThat(bpda.temperature(0, 41)).isEqualTo(1);
    assertThat(bpda.temperature(20, 41)).isCloseTo(.1, within(1e-12));
    assertThat(bpda.temperature(40, 41)).isCloseTo(.01, within(1e-12));
    assertThat(bpda.temperature(0, 1)).isEqualTo(1);
  }

  @Test
  void aTargetedCollisionAimsAtRowsOfItsClass() {
    for (Example example : model.examples(5, 2)) {
      int target = (example.label() + 1) % 3;
      AttackResult result =
          Runs.on(model, example.towards(target), Collision.of(40, 2, 60), new LinfBall(.9));

      assertThat(result.labelAfter()).isEqualTo(target);
    }
  }

  /** The nearest of them is of the true class: they go on to look among more. */
  @Test
  void rowsOfAWrongClassAreLookedForBeyondTheCandidates() {
    ToyRetrievalModel nearest =
        ToyRetrievalModel.twoPoints(new double[] {.3, .3}, new double[] {.7, .5});
    Example example = Example.untargeted(1, new float[] {.3f, .3f}, 0);

    for (Attack attack : List.of(Collision.of(20, 1, 1), guide(1))) {
      AttackResult result = Runs.on(nearest, example, attack, new LinfBall(.5));

      assertThat(result.status()).as(attack.name()).isEqualTo(AttackStatus.COMPLETED);
      assertThat(result.success()).as(attack.name()).isTrue();
    }
  }

  @Test
  void anIndexWithoutAWrongClassIsAStatus() {
    double[][] rows = {{.3, .3}, {.7, .5}};
    double[][] head = {{0, 0, 1, 0}, {0, 0, 0, 1}};
    double[][] identity = ToyRetrievalModel.identity(2);
    ToyRetrievalModel ofOne =
        new ToyRetrievalModel(
            identity,
            new ToyRetrieval(identity, rows, new int[] {0, 0}, new double[2][2], head, 1));
    Example example = Example.untargeted(1, new float[] {.3f, .3f}, 0);

    assertThat(Runs.on(ofOne, example, Collision.of(3, 1, 1), new LinfBall(.1)).status())
        .isEqualTo(AttackStatus.NO_START);
    assertThat(Runs.on(ofOne, example, guide(1), new LinfBall(.1)).status())
        .isEqualTo(AttackStatus.NO_START);
  }

  /** Images that are to fool another model must be there although they do not fool this one. */
  @Test
  void theGuideAttackOfABallKeepsTheHighestLoss() {
    List<AttackResult> robust =
        model.examples(20, 2).stream()
            .map(example -> Runs.on(model, example, guide(40), new LinfBall(.01)))
            .filter(AttackResult::robust)
            .toList();

    assertThat(robust).hasSizeGreaterThan(10);
    assertThat(robust.stream().filter(result -> result.norm() > .005).count())
        .isGreaterThan(robust.size() / 2);
  }

  /** The gradient of attention over one neighbour is zero, and no merit of the model's. */
  @Test
  void aGradientThatRetrievalHidesIsCountedAsZero() {
    ToyRetrievalModel nearest =
        ToyRetrievalModel.twoPoints(new double[] {.3, .4}, new double[] {.7, .4});
    Example example = Example.untargeted(1, new float[] {.42f, .5f}, 0);

    AttackResult result =
        Runs.on(nearest, example, RetrievalPgd.attentionRescaling(20, 10), new LinfBall(.02));

    assertThat(result.counts().zeroGradientSteps()).isEqualTo(20);
  }

  @Test
  void baselineTransferDoesNotGrantTheIndex() {
    AttackPlan plan = AttackPlan.of(guide(40), new LinfBall(.1), ThreatModel.BASELINE_TRANSFER, 1);

    assertThatThrownBy(() -> AttackHarness.run(plan, model, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("baseline-transfer grants");
  }

  @Test
  void moreCandidatesThanRowsAreRefused() {
    assertThatThrownBy(
            () ->
                Runs.on(
                    model,
                    model.examples(1, 1).get(0),
                    SoftNeighborAttack.of(5, 61),
                    new LinfBall(.1)))
        .hasMessage("number of candidates for attack ask-s5-c2-m61-r1 must be in [5, 60]: 61");
    assertThatThrownBy(
            () ->
                Runs.on(
                    model,
                    model.examples(1, 1).get(0),
                    RetrievalPgd.softRetrieval(5, 4),
                    new LinfBall(.1)))
        .hasMessage("number of candidates for attack bpda-s5-c2-m4-t1.0-r1 must be in [5, 60]: 4");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> RetrievalPgd.attentionRescaling(5, 0))
        .hasMessage("attention temperature must be positive and finite: 0.0");
    assertThatThrownBy(() -> Collision.of(5, 0, 5))
        .hasMessage("number of guides must be at least 1: 0");
    assertThatThrownBy(
            () ->
                new GuideAttack(
                    new PenaltySearch(1, 1, 1, 1), new FractionOfEpsilon(1, 1), 1, 5, 5))
        .hasMessage("number of guides must be at least 2: 1");
  }
}
