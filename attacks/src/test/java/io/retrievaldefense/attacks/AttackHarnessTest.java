package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttackHarnessTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  private static AttackPlan plan(Attack attack, double epsilon) {
    return AttackPlan.of(attack, new LinfBall(epsilon), ThreatModel.BASELINE_TRANSFER, 42);
  }

  @Test
  void aMisclassifiedExampleIsNotAttackedAndNotRobust() {
    Example right = LinearModel.m0Example();
    Example wrong = Example.untargeted(8, right.image(), 0);
    LinearModel m0 = LinearModel.m0();

    List<AttackResult> results =
        AttackHarness.run(plan(IteratedFgsm.of(3, 10), .01), m0, List.of(wrong, right));

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
    AttackHarness.run(plan(Pgd.of(3), .05).inBatchesOf(8), model, model.examples(20, 3));

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
      AttackPlan plan = plan(Pgd.of(9).withRestarts(2), .15).with(Stopping.ON_SUCCESS);
      AttackHarness.run(plan.inBatchesOf(7), recorded, examples);
      calls.add(digests);
    }

    assertThat(calls.get(1)).isEqualTo(calls.get(0));
    assertThat(calls.get(2)).isEqualTo(calls.get(0));
  }

  @Test
  void craftingOnTheModelUnderTestIsTheWhiteBox() {
    List<Example> examples = model.examples(6, 3);
    CurvedModel twin = new CurvedModel(11, 27, 16, 5);

    assertThat(AttackHarness.transfer(plan(Pgd.of(8), .05), twin, model, examples))
        .usingRecursiveComparison()
        .isEqualTo(AttackHarness.run(plan(Pgd.of(8), .05), model, examples));
  }

  @Test
  void craftingOnceForSeveralModelsGivesWhatCraftingForEachGives() {
    List<Example> examples = model.examples(12, 3);
    CurvedModel source = new CurvedModel(12, 27, 16, 5);
    CurvedModel other = new CurvedModel(13, 27, 16, 5);
    AttackPlan plan = plan(Pgd.of(4), .1);

    List<List<AttackResult>> together =
        AttackHarness.transfer(
            plan,
            source,
            List.of(TestSubject.of(model, examples, 5), TestSubject.of(other, examples, 128)));

    long rows = source.rowsSeen();
    assertThat(together.get(0))
        .usingRecursiveComparison()
        .isEqualTo(AttackHarness.transfer(plan, source, model, examples));
    // The first model rightly classifies all examples, so they were all crafted, and once.
    assertThat(source.rowsSeen() - rows).isEqualTo(rows);
    assertThat(together.get(1))
        .usingRecursiveComparison()
        .isEqualTo(AttackHarness.transfer(plan, source, other, examples));
    assertThat(together.get(1))
        .extracting(AttackResult::status)
        .contains(AttackStatus.ALREADY_MISCLASSIFIED);
  }

  @Test
  void modelsUnderTestWithDifferentExamplesAreRefused() {
    List<TestSubject> subjects =
        List.of(
            TestSubject.of(model, model.examples(3, 3), 8),
            TestSubject.of(model, model.examples(2, 3), 8));

    assertThatThrownBy(() -> AttackHarness.transfer(plan(new Fgsm(), .1), model, subjects))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples of all models under test must be the same: 3, 2");
  }

  @Test
  void aSubjectKnowsItsCleanLabels() {
    LinearModel broken =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, Double.NaN});
    List<Example> examples = List.of(LinearModel.m0Example());

    assertThat(TestSubject.of(LinearModel.m0(), examples, 8).cleanLabels()).containsExactly(1);
    assertThat(TestSubject.of(broken, examples, 8).cleanLabels())
        .containsExactly(AttackResult.NO_LABEL);
  }

  @Test
  void transferCraftsOnTheSourceAndJudgesOnTheTarget() {
    // The same boundary, but the target needs twice the step: no success there.
    LinearModel target =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, 1.6});
    List<Example> examples = List.of(LinearModel.m0Example());

    AttackResult result =
        AttackHarness.transfer(plan(new Fgsm(), .2), LinearModel.m0(), target, examples).get(0);

    assertThat(result.success()).isFalse();
    assertThat(result.labelAfter()).isEqualTo(1);
    assertThat(LinearModel.m0Margin(result.image())).isNegative();
    assertThat(result.bestLoss()).isCloseTo(Math.log1p(Math.exp(-(.8))), within(1e-5));
  }

  @Test
  void aSourceThatAlreadyErrsIsStillCraftedOn() {
    // Misclassified by the source alone: only the target's view of the clean image counts.
    LinearModel source =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, -2});
    List<Example> examples = List.of(LinearModel.m0Example());

    AttackResult result =
        AttackHarness.transfer(plan(new Fgsm(), .16), source, LinearModel.m0(), examples).get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
    assertThat(result.success()).isTrue();
  }

  @Test
  void theBestPointIsKeptRatherThanTheLast() {
    Attack returnsTheOriginal = new Probing(List.of(.9f, .1f, .5f));

    AttackResult result =
        AttackHarness.run(plan(returnsTheOriginal, .5), onePixel(), List.of(pixel(.5f))).get(0);

    // Class 1 below .2: the point .1 is misclassified, whatever came after it.
    assertThat(result.image()).containsExactly(.1f);
    assertThat(result.success()).isTrue();
    assertThat(result.smallestNorm()).isCloseTo(.4, within(1e-6));
  }

  @Test
  void aPointOutsideTheBallIsNoAnswer() {
    AttackResult result =
        AttackHarness.run(plan(new Probing(List.of(.1f, .9f)), .3), onePixel(), List.of(pixel(.5f)))
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

    List<AttackResult> results = AttackHarness.run(plan(Pgd.of(20), .3), model, examples);

    assertThat(results).filteredOn(AttackResult::success).hasSizeGreaterThan(6);
    for (AttackResult result : results) {
      assertThat(result.success()).isEqualTo(result.labelAfter() == result.target().getAsInt());
    }
  }

  @Test
  void aQueryBudgetEndsTheAttackAndIsTold() {
    AttackResult result =
        AttackHarness.run(
                plan(Pgd.of(50), .01).with(Budget.ofQueries(7)), model, model.examples(1, 3))
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.QUERIES_EXHAUSTED);
    assertThat(result.counts().queries()).isEqualTo(7);
  }

  @Test
  void aTimeBudgetEndsTheAttackAndIsTold() {
    AttackResult result =
        AttackHarness.run(
                plan(Pgd.of(50), .01).with(Budget.ofTime(Duration.ofNanos(1))),
                model,
                model.examples(1, 3))
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.TIME_EXHAUSTED);
    assertThat(result.robust()).isTrue();
  }

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
        AttackHarness.run(plan(Pgd.of(5), .05), broken, List.of(bad, sound));

    assertThat(results.get(0).status()).isEqualTo(AttackStatus.NON_FINITE);
    assertThat(results.get(1).status()).isEqualTo(AttackStatus.COMPLETED);
  }

  @Test
  void logitsThatAreNotFiniteAreNotRobust() {
    LinearModel broken =
        new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, Double.NaN});

    AttackResult result =
        AttackHarness.run(plan(new Fgsm(), .05), broken, List.of(LinearModel.m0Example())).get(0);

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
                AttackHarness.run(plan(new Fgsm(), .05), failing, List.of(LinearModel.m0Example())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of native memory");
  }

  @Test
  void anAttackThatAsksForWhatItDidNotDeclareFails() {
    Attack sly =
        new Probing(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            return session.gradient(session.original(), new CrossEntropy(0)).gradient();
          }
        };

    assertThatThrownBy(() -> AttackHarness.run(plan(sly, .1), onePixel(), List.of(pixel(.5f))))
        .hasMessage("attack failed on example 3")
        .cause()
        .hasMessage("attack probing must declare what it asks for, [SCORES]: LOSS_GRADIENT");
  }

  @Test
  void aQuestionAboutNoImageFails() {
    Attack mute =
        new Probing(List.of()) {
          @Override
          public float[] perturb(AttackSession session) {
            return session.scores()[0];
          }
        };

    assertThatThrownBy(() -> AttackHarness.run(plan(mute, .1), onePixel(), List.of(pixel(.5f))))
        .hasMessage("attack failed on example 3")
        .cause()
        .hasMessage("attack probing must ask about an image: none");
  }

  @Test
  void whereAllAreMisclassifiedNothingIsAsked() {
    Example wrong = Example.untargeted(8, LinearModel.m0Example().image(), 0);

    assertThat(AttackHarness.run(plan(Pgd.of(3), .1), LinearModel.m0(), List.of(wrong)))
        .extracting(AttackResult::status)
        .containsExactly(AttackStatus.ALREADY_MISCLASSIFIED);
  }

  @Test
  void anAttackThatBreaksDownOnAnExampleIsARowOfItsOwn() {
    Attack fragile =
        new Probing(List.of(.4f)) {
          @Override
          public float[] perturb(AttackSession session) {
            if (session.original()[0] == .25f) {
              throw new ArithmeticException("no root");
            }
            return super.perturb(session);
          }
        };
    Example broken = pixel(.25f);
    Example whole = Example.untargeted(broken.id() + 1, new float[] {.5f}, broken.label());

    List<AttackResult> results =
        AttackHarness.run(plan(fragile, .2), onePixel(), List.of(broken, whole));

    assertThat(results.get(0).status()).isEqualTo(AttackStatus.FAILED);
    assertThat(results.get(0).image()).isEqualTo(broken.image());
    assertThat(results.get(1).status()).isEqualTo(AttackStatus.COMPLETED);
  }

  @Test
  void anAttackThatAsksAboutPixelsOutOfBoundsFails() {
    Attack wild = new Probing(List.of(1.5f));

    assertThatThrownBy(() -> AttackHarness.run(plan(wild, .1), onePixel(), List.of(pixel(.5f))))
        .rootCause()
        .hasMessage("attack probing must ask about pixels in [0, 1]: 1.5");
  }

  @Test
  void nothingIsAttackedWhenThereIsNothing() {
    assertThat(AttackHarness.run(plan(new Fgsm(), .1), model, List.of())).isEmpty();
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

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      LinearModel model, Example... examples) {
    return assertThatThrownBy(
            () -> AttackHarness.run(plan(new Fgsm(), .1), model, List.of(examples)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void modelsOfDifferentShapeAreRefused() {
    assertThatThrownBy(
            () ->
                AttackHarness.transfer(
                    plan(new Fgsm(), .1),
                    model,
                    LinearModel.m0(),
                    List.of(LinearModel.m0Example())))
        .hasMessage("source must have the target's 3 inputs and 2 classes: 27, 5");
  }

  @Test
  void stoppingOnTheSourcesSuccessIsRefusedForTransfer() {
    assertThatThrownBy(
            () ->
                AttackHarness.transfer(
                    plan(new Fgsm(), .1).with(Stopping.ON_SUCCESS),
                    LinearModel.m0(),
                    LinearModel.m0(),
                    List.of()))
        .hasMessage("stopping of a transfer must be NEVER: ON_SUCCESS");
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

  /** Class 1 below .2, class 0 above. */
  private static LinearModel onePixel() {
    return new LinearModel(new double[][] {{1}, {0}}, new double[] {0, .2});
  }

  private static Example pixel(float value) {
    return Example.untargeted(3, new float[] {value}, 0);
  }

  /** Asks for the scores of given one-pixel images, and returns the last of them. */
  private static class Probing implements Attack {
    private final List<Float> pixels;

    Probing(List<Float> pixels) {
      this.pixels = pixels;
    }

    @Override
    public String name() {
      return "probing";
    }

    @Override
    public Set<Capability> needs() {
      return Set.of(Capability.SCORES);
    }

    @Override
    public float[] perturb(AttackSession session) {
      float[] last = session.original();
      for (float pixel : pixels) {
        last = new float[] {pixel};
        session.scores(last);
      }
      return last;
    }
  }
}
