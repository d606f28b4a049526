package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.LinearModel;
import io.retrievaldefense.attacks.testing.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crafting on one model, judged on another. */
class AttackTransferTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);

  @Test
  void craftingOnTheModelUnderTestIsTheWhiteBox() {
    List<Example> examples = model.examples(6, 3);
    CurvedModel twin = new CurvedModel(11, 27, 16, 5);

    assertThat(AttackHarness.transfer(Plans.transfer(Pgd.of(8), .05), twin, model, examples))
        .usingRecursiveComparison()
        .isEqualTo(AttackHarness.run(Plans.transfer(Pgd.of(8), .05), model, examples));
  }

  @Test
  void craftingOnceForSeveralModelsGivesWhatCraftingForEachGives() {
    List<Example> examples = model.examples(12, 3);
    CurvedModel source = new CurvedModel(12, 27, 16, 5);
    CurvedModel other = new CurvedModel(13, 27, 16, 5);
    AttackPlan plan = Plans.transfer(Pgd.of(4), .1);

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

    assertThatThrownBy(
            () -> AttackHarness.transfer(Plans.transfer(new Fgsm(), .1), model, subjects))
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
        AttackHarness.transfer(Plans.transfer(new Fgsm(), .2), LinearModel.m0(), target, examples)
            .get(0);

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
        AttackHarness.transfer(Plans.transfer(new Fgsm(), .16), source, LinearModel.m0(), examples)
            .get(0);

    assertThat(result.status()).isEqualTo(AttackStatus.COMPLETED);
    assertThat(result.success()).isTrue();
  }

  @Test
  void modelsOfDifferentShapeAreRefused() {
    assertThatThrownBy(
            () ->
                AttackHarness.transfer(
                    Plans.transfer(new Fgsm(), .1),
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
                    Plans.transfer(new Fgsm(), .1).with(Stopping.ON_SUCCESS),
                    LinearModel.m0(),
                    LinearModel.m0(),
                    List.of()))
        .hasMessage("stopping of a transfer must be NEVER: ON_SUCCESS");
  }
}
