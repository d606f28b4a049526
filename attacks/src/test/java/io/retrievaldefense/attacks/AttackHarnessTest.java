package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.score.Square;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Plans;
import io.retrievaldefense.attacks.testing.ProbingAttack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttackHarnessTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  @Test
  void aMisclassifiedExampleIsNotAttackedAndNotRobust() {
    Example right = LinearModel.m0Example();
    Example wrong = Example.untargeted(8, right.image(), 0);
    LinearModel m0 = LinearModel.m0();

    List<AttackResult> results =
        AttackHarness.run(Plans.transfer(IteratedFgsm.of(3, 10), .01), m0, List.of(wrong, right));

    assertThat(results.get(0).status()).isEqualTo(AttackStatus.ALREADY_MISCLASSIFIED);
    assertThat(results.get(0).robust()).isFalse();
    assertThat(results.get(0).success()).isFalse();
    assertThat(results.get(0).image()).isEqualTo(right.image());
    assertThat(results.get(0).counts()).isEqualTo(AttackCounts.NONE);
    assertThat(results.get(1).robust()).isTrue();
    assertThat(RobustAccuracy.of(results)).isEqualTo(new RobustAccuracy(1, 2));
    assertThat(RobustAccuracy.clean(results)).isEqualTo(new RobustAccuracy(1, 2));
    // Two clean, three gradients, the last iterate, and one fresh forward.
    assertThat(m0.rowsSeen()).isEqualTo(2 + 3 + 1 + 1);
  }

  @Test
  void theModelSeesFullBatchesAndNoLargerOnes() {
    AttackHarness.run(Plans.transfer(Pgd.of(3), .05).inBatchesOf(8), model, model.examples(20, 3));

    assertThat(model.largestBatch()).isEqualTo(8);
  }

  @Test
  void aRunMakesTheSameModelCallsEveryTime() {
    List<List<Integer>> calls = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      List<Integer> digests = new ArrayList<>();
      LinearModel recorded =
          new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5}) {
            @Override
            public float[][] scores(float[][] images) {
              digests.add(Arrays.deepHashCode(images));
              return super.scores(images);
            }
          };
      List<Example> examples = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        examples.add(Example.untargeted(i, new float[] {.6f + i / 100f, .3f, .5f}, 1));
      }
      // Examples end at different times, so that others take their places.
      AttackPlan plan = Plans.transfer(Pgd.of(9).withRestarts(2), .15).with(Stopping.ON_SUCCESS);
      AttackHarness.run(plan.inBatchesOf(7), recorded, examples);
      calls.add(digests);
    }

    assertThat(calls.get(1)).isEqualTo(calls.get(0));
    assertThat(calls.get(2)).isEqualTo(calls.get(0));
  }

  @Test
  void theBestPointIsKeptRatherThanTheLast() {
    Attack returnsTheOriginal = new ProbingAttack(List.of(.9f, .1f, .5f));

    AttackResult result =
        AttackHarness.run(
                Plans.transfer(returnsTheOriginal, .5),
                ProbingAttack.onePixel(),
                List.of(ProbingAttack.pixel(.5f)))
            .get(0);

    // Class 1 below .2: the point .1 is misclassified, whatever came after it.
    assertThat(result.image()).containsExactly(.1f);
    assertThat(result.success()).isTrue();
    assertThat(result.smallestNorm()).isCloseTo(.4, within(1e-6));
  }

  @Test
  void aPointOutsideTheBallIsNoAnswer() {
    AttackResult result =
        AttackHarness.run(
                Plans.transfer(new ProbingAttack(List.of(.1f, .9f)), .3),
                ProbingAttack.onePixel(),
                List.of(ProbingAttack.pixel(.5f)))
            .get(0);

    assertThat(result.success()).isFalse();
    assertThat(result.norm()).isLessThanOrEqualTo(.3 + 1e-6);
    assertThat(result.smallestNorm()).isCloseTo(.4, within(1e-6));
  }

  @Test
  void aTargetedAttackAimsAtItsClass() {
    List<Example> examples = new ArrayList<>();
    for (Example example : model.examples(12, 3)) {
      examples.add(example.towards((example.label() + 1) % 5));
    }

    List<AttackResult> results = AttackHarness.run(Plans.transfer(Pgd.of(20), .3), model, examples);

    assertThat(results).filteredOn(AttackResult::success).hasSizeGreaterThan(6);
    for (AttackResult result : results) {
      assertThat(result.success()).isEqualTo(result.labelAfter() == result.target().getAsInt());
    }
  }

  @Test
  void aQueryBudgetEndsTheAttackAndIsTold() {
    AttackResult result =
        AttackHarness.run(
                Plans.transfer(Pgd.of(50), .01).with(Budget.ofQueries(7)),
                model,
                model.examples(1, 3))
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.QUERIES_EXHAUSTED);
    assertThat(result.counts().queries()).isEqualTo(7);
  }

  /** A budget that is no smaller than what the attack takes anyway has cut nothing. */
  @Test
  void anAttackThatItsOwnLimitEndsIsNotCut() {
    Attack square = Square.of(new ImageGrid(3, 3, 3), 7);
    List<Example> examples = model.examples(1, 3);

    for (long queries : new long[] {7, 8}) {
      AttackPlan plan = Plans.transfer(square, 1e-4).with(Budget.ofQueries(queries));
      AttackResult result = AttackHarness.run(plan, model, examples).get(0);
      assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
      assertThat(result.counts().queries()).isEqualTo(7);
    }
    AttackPlan less = Plans.transfer(square, 1e-4).with(Budget.ofQueries(6));
    assertThat(AttackHarness.run(less, model, examples).get(0).status())
        .isEqualTo(AttackStatus.QUERIES_EXHAUSTED);
  }

  @Test
  void aTimeBudgetEndsTheAttackAndIsTold() {
    AttackResult result =
        AttackHarness.run(
                Plans.transfer(Pgd.of(50), .01).with(Budget.ofTime(Duration.ofNanos(1))),
                model,
                model.examples(1, 3))
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.TIME_EXHAUSTED);
    assertThat(result.robust()).isTrue();
  }

  @Test
  void whereAllAreMisclassifiedNothingIsAsked() {
    Example wrong = Example.untargeted(8, LinearModel.m0Example().image(), 0);

    assertThat(AttackHarness.run(Plans.transfer(Pgd.of(3), .1), LinearModel.m0(), List.of(wrong)))
        .extracting(AttackResult::status)
        .containsExactly(AttackStatus.ALREADY_MISCLASSIFIED);
  }

  @Test
  void nothingIsAttackedWhenThereIsNothing() {
    assertThat(AttackHarness.run(Plans.transfer(new Fgsm(), .1), model, List.of())).isEmpty();
  }

  @Test
  void inputThatDoesNotFitIsRefusedBeforeAnyWork() {
    LinearModel m0 = LinearModel.m0();
    Example good = LinearModel.m0Example();

    assertRefused(m0, good, Example.untargeted(9, new float[2], 1))
        .hasMessage("image of example 9 must have the model's 3 values: 2");
    assertRefused(m0, good, Example.untargeted(9, new float[3], 2))
        .hasMessage("label of example 9 must be in [0, 2): 2");
    assertRefused(m0, good, Example.untargeted(9, new float[3], 1).towards(5))
        .hasMessage("target of example 9 must be in [0, 2): 5");
    assertRefused(m0, good, good).hasMessage("example id must be unique: 7");
    assertThat(m0.rowsSeen()).isZero();
  }

  @Test
  void anUnboundedBallIsRefusedByAttacksThatNeedARadius() {
    for (Attack attack : List.of(new Fgsm(), IteratedFgsm.literal(), Pgd.of(3))) {
      assertThatThrownBy(
              () ->
                  AttackHarness.run(
                      AttackPlan.of(attack, new Unbounded(Norm.L2), ThreatModel.KNOWN_INDEX, 1),
                      model,
                      List.of()))
          .hasMessage(
              "ball of attack %s must have a finite epsilon: Unbounded[norm=l2]"
                  .formatted(attack.name()));
    }
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      LinearModel model, Example... examples) {
    return assertThatThrownBy(
            () -> AttackHarness.run(Plans.transfer(new Fgsm(), .1), model, List.of(examples)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
