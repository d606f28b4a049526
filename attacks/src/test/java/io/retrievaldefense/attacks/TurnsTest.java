package io.retrievaldefense.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.testing.AttackCatalogue;
import io.retrievaldefense.attacks.testing.CurvedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks in turn: the results of one after the other, in fuller batches. */
class TurnsTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);
  private final CurvedModel other = new CurvedModel(12, 27, 16, 5);

  private static List<Turn> turns(AttackedModel source, int batch) {
    return AttackCatalogue.entries().stream()
        .filter(entry -> entry.ball().norm() == Norm.LINF)
        .map(
            entry ->
                AttackPlan.of(entry.attack(), entry.ball(), ThreatModel.KNOWN_INDEX, 42)
                    .inBatchesOf(batch))
        .map(plan -> new Turn(plan, source))
        .toList();
  }

  /** To the last bit of the image and its loss. */
  private static void assertSame(List<AttackResult> actual, List<AttackResult> expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).image()).containsExactly(expected.get(i).image());
      assertThat(actual.get(i).bestLoss()).isEqualTo(expected.get(i).bestLoss());
    }
  }

  @Test
  void everyExampleGetsWhatEachAttackAloneGivesIt() {
    List<Example> examples = model.examples(7, 5);
    List<TestSubject> subjects =
        List.of(TestSubject.of(model, examples, 3), TestSubject.of(other, examples, 3));
    List<AttackResult> onModel = new ArrayList<>();
    List<AttackResult> onOther = new ArrayList<>();
    for (Turn turn : turns(model, 3)) {
      onModel.addAll(AttackHarness.run(turn.plan(), model, examples));
      onOther.addAll(AttackHarness.transfer(turn.plan(), model, other, examples));
    }

    List<List<AttackResult>> together =
        AttackHarness.inTurn(turns(model, 3), subjects, Passing.EVERY_EXAMPLE);

    assertSame(together.get(0), onModel);
    assertSame(together.get(1), onOther);
  }

  @Test
  void survivorsGetWhatEachAttackGivesThoseLeft() {
    List<Example> examples = model.examples(12, 5);
    List<AttackResult> oneByOne = new ArrayList<>();
    List<Example> left = examples;
    for (Turn turn : turns(model, 5)) {
      List<AttackResult> results = AttackHarness.run(turn.plan(), model, left);
      List<Example> robust = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).robust()) {
          robust.add(left.get(i));
        }
      }
      oneByOne.addAll(results);
      left = robust;
    }

    assertSame(survivors(examples, 5), oneByOne);
    assertThat(left).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void anExamplesRowsAreTheSameInAnyCompany(int batch) {
    List<Example> examples = model.examples(9, 5);
    List<AttackResult> together = survivors(examples, batch);

    for (Example example : examples) {
      assertSame(
          survivors(List.of(example), 3),
          together.stream().filter(row -> row.exampleId() == example.id()).toList());
    }
  }

  private List<AttackResult> survivors(List<Example> examples, int batch) {
    List<TestSubject> subjects = List.of(TestSubject.of(model, examples, batch));
    return AttackHarness.inTurn(turns(model, batch), subjects, Passing.SURVIVORS).get(0);
  }

  /** Ends at different times and kinds of question would leave every third row empty. */
  @Test
  void batchesAreFullAlthoughExamplesEndAtDifferentTimes() {
    int batch = 8;
    List<Example> examples = model.examples(120, 3);
    List<TestSubject> subjects = List.of(TestSubject.of(model, examples, batch));
    List<Turn> turns = new ArrayList<>();
    for (Attack attack :
        List.of(new Fgsm(), Pgd.of(20), Pgd.of(20).raising(LossKind.MARGIN).withRestarts(2))) {
      AttackPlan plan = AttackPlan.of(attack, new LinfBall(.03), ThreatModel.KNOWN_INDEX, 1);
      turns.add(new Turn(plan.with(Stopping.ON_SUCCESS).inBatchesOf(batch), model));
    }
    long rows = model.rowsSeen();
    long calls = model.calls();

    AttackHarness.inTurn(turns, subjects, Passing.SURVIVORS);

    double full = (double) (model.rowsSeen() - rows) / (batch * (model.calls() - calls));
    assertThat(full).isGreaterThan(.9);
    assertThat(model.largestBatch()).isEqualTo(batch);
  }

  @Test
  void withoutAttacksOrExamplesThereIsNothing() {
    List<TestSubject> subjects = List.of(TestSubject.of(model, model.examples(2, 1), 4));
    assertThat(AttackHarness.inTurn(List.of(), subjects, Passing.SURVIVORS))
        .containsExactly(List.of());
    assertThat(survivors(List.of(), 4)).isEmpty();
  }
}
