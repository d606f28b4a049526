package io.retrievaldefense.attacks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.Turn;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.testing.CurvedModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorstCaseTest {

  private final CurvedModel model = new CurvedModel(11, 27, 16, 5);
  private final CurvedModel other = new CurvedModel(12, 27, 16, 5);
  private final List<Example> examples = model.examples(30, 3);

  private static AttackPlan plan(Attack attack, double epsilon) {
    return AttackPlan.of(attack, new LinfBall(epsilon), ThreatModel.KNOWN_INDEX, 1);
  }

  @Test
  void onlyExamplesThatAreStillRobustGoOn() {
    List<AttackResult> rows =
        WorstCase.run(
            List.of(
                new Turn(plan(Noise.randomSigns(), .05), model),
                new Turn(plan(new Fgsm(), .05), model),
                new Turn(plan(Pgd.of(10), .05), model)),
            model,
            examples);

    Set<Long> broken = new HashSet<>();
    for (AttackResult row : rows) {
      assertThat(broken).doesNotContain(row.exampleId());
      if (!row.robust()) {
        broken.add(row.exampleId());
      }
    }
    assertThat(broken).isNotEmpty().hasSizeLessThan(30);
    assertThat(WorstCase.accuracy(rows)).isEqualTo(new RobustAccuracy(30 - broken.size(), 30));
  }

  @Test
  void theWorstCaseIsThatOfRunningEveryAttackOnEveryExample() {
    List<Attack> attacks = List.of(Noise.randomSigns(), new Fgsm(), Pgd.of(10));
    List<Turn> members = new ArrayList<>();
    List<AttackResult> everything = new ArrayList<>();
    for (Attack attack : attacks) {
      members.add(new Turn(plan(attack, .05), model));
      List<AttackResult> rows = AttackHarness.run(plan(attack, .05), model, examples);
      everything.addAll(rows);
      assertThat(WorstCase.accuracy(rows)).isEqualTo(RobustAccuracy.of(rows));
    }
    members.add(new Turn(plan(Pgd.of(10), .05), other));
    everything.addAll(AttackHarness.transfer(plan(Pgd.of(10), .05), other, model, examples));

    RobustAccuracy cascade = WorstCase.accuracy(WorstCase.run(members, model, examples));

    assertThat(cascade).isEqualTo(WorstCase.accuracy(everything));
  }

  @Test
  void aBrokenRowIsWorseThanAnyRobustOneAndANearOneWorseThanAFarOne() {
    AttackResult robust = Rows.row(1, "a", .1, 0, 9);
    AttackResult far = Rows.row(1, "b", .2, 1, 1);
    AttackResult near = Rows.row(1, "c", .1, 1, .5);

    assertThat(WorstCase.perExample(List.of(robust, far))).containsExactly(far);
    assertThat(WorstCase.perExample(List.of(near, far))).containsExactly(near);
    assertThat(WorstCase.perExample(List.of(robust, Rows.row(1, "d", .1, 0, 3))))
        .containsExactly(robust);
  }

  @Test
  void membersOfDifferentBallsAreRefused() {
    assertThatThrownBy(
            () ->
                WorstCase.run(
                    List.of(
                        new Turn(plan(new Fgsm(), .05), model),
                        new Turn(plan(new Fgsm(), .1), model)),
                    model,
                    examples))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ball of all attacks of an ensemble must be LinfBall[epsilon=0.05]: "
                + "LinfBall[epsilon=0.1]");
  }
}
