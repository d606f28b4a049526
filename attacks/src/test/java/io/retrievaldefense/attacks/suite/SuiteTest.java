package io.retrievaldefense.attacks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteTest {

  private static final SuiteShape SHAPE = new SuiteShape(new ImageGrid(2, 3, 1), 3, 60, 5);

  private final ToyRetrievalModel defence = ToyRetrievalModel.random(3, 6, 60, 5);

  private static List<String> names(List<Attack> attacks) {
    return attacks.stream().map(Attack::name).toList();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyAttackIsDefinedForTheShapeAndNamedOnce(Suite suite) {
    List<Attack> attacks = suite.attacks(SHAPE);

    for (Attack attack : attacks) {
      attack.checkDefinedFor(new LinfBall(.04), defence);
    }
    assertThat(names(attacks)).doesNotHaveDuplicates().contains("fgsm", "ifgsm-literal");
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void withoutAnIndexNothingGoesThroughOne(Suite suite) {
    SuiteShape plain = new SuiteShape(new ImageGrid(3, 3, 3), 10, 0, 0);

    assertThat(suite.attacks(plain))
        .isNotEmpty()
        .noneMatch(attack -> attack.needs().contains(Capability.INDEX));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void whatIsRunnableIsGrantedAndOffered(Suite suite) {
    CurvedModel baseline = new CurvedModel(1, 6, 4, 3);
    for (Attack attack :
        Suite.runnable(suite.attacks(SHAPE), ThreatModel.BASELINE_TRANSFER, baseline)) {
      ThreatModel.BASELINE_TRANSFER.check(attack, baseline);
    }
    assertThat(names(Suite.runnable(suite.attacks(SHAPE), ThreatModel.KNOWN_INDEX, defence)))
        .isEqualTo(names(suite.attacks(SHAPE)));
  }

  @Test
  void thePaperSuiteIsThePapers() {
    assertThat(names(Suite.PAPER.attacks(SHAPE))).containsExactly("fgsm", "ifgsm-literal");
  }

  @Test
  void theStandardSuiteHoldsBothKindsAndLimitsTheQueries() {
    List<Attack> standard =
        Suite.STANDARD.attacks(new SuiteShape(new ImageGrid(32, 32, 3), 10, 25_000, 10));

    assertThat(names(standard))
        .contains("square-q1000", "hopskipjump-q1000", "apgd-dlr-s50-r1", "apgd-t-s50-t3")
        .anyMatch(name -> name.startsWith("bpda"))
        .anyMatch(name -> name.startsWith("guide"));
    assertThat(Suite.STANDARD.mostQueriedExamples()).isEqualTo(200);
    assertThat(Suite.FULL.mostQueriedExamples()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void queryAttacksAskForLabelsOrScoresOnly(Suite suite) {
    assertThat(suite.byQueries(SHAPE))
        .allMatch(
            attack -> Set.of(Capability.LABELS, Capability.SCORES).containsAll(attack.needs()));
    assertThat(suite.onSurvivors(SHAPE))
        .allMatch(
            attack ->
                attack.needs().contains(Capability.LOSS_GRADIENT)
                    || attack.needs().contains(Capability.FEATURES));
  }

  @Test
  void aChangedDefenceIsAttackedThroughItsRetrievalToo() {
    assertThat(names(Suite.STANDARD.onChangedParts(SHAPE, 20)))
        .containsExactly("pgd-margin-s20-c8-r1", "bpda-s20-c8-m60-t1.0-r1");
  }

  @Test
  void jointAttacksAreForADefence() {
    SuiteShape defence = new SuiteShape(new ImageGrid(32, 32, 3), 10, 25_000, 10);
    SuiteShape plain = new SuiteShape(new ImageGrid(32, 32, 3), 10, 0, 0);

    assertThat(names(Suite.STANDARD.jointly(defence)))
        .containsExactly("joint-pgd-margin-s40-c16-r1", "joint-apgd-t-s50-t1");
    assertThat(Suite.STANDARD.jointly(plain)).isEmpty();
    assertThat(Suite.PAPER.jointly(defence)).isEmpty();
  }

  @Test
  void moreRowsAreConsideredThanAreRetrieved() {
    SuiteShape many = new SuiteShape(new ImageGrid(3, 3, 3), 10, 25_000, 200);

    assertThat(names(Suite.STANDARD.attacks(many))).anyMatch(name -> name.contains("-m800-"));
  }

  @Test
  void twoClassesLeaveTheLogitsRatiosOut() {
    assertThat(names(Suite.FULL.attacks(new SuiteShape(new ImageGrid(1, 3, 1), 2, 0, 0))))
        .noneMatch(name -> name.contains("dlr") || name.contains("apgd-t"));
    assertThatThrownBy(() -> new SuiteShape(new ImageGrid(1, 3, 1), 1, 0, 0))
        .hasMessage("number of classes must be at least 2: 1");
  }
}
