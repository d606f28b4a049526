package io.retrievaldefense.attacks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.score.Nes;
import io.retrievaldefense.attacks.score.Spsa;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.ToyRetrievalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteTest {

  private static final SuiteShape SHAPE = new SuiteShape(new ImageGrid(2, 3, 1), 3, 60, 5);
  private static final ImageGrid CIFAR = new ImageGrid(32, 32, 3);
  private static final SuiteShape PLAIN = new SuiteShape(CIFAR, 10, 0, 0);
  private static final SuiteShape DEFENCE = new SuiteShape(CIFAR, 10, 25_000, 10);

  private final ToyRetrievalModel defence = ToyRetrievalModel.random(3, 6, 60, 5);

  private static List<String> names(List<Attack> attacks) {
    return attacks.stream().map(Attack::name).toList();
  }

  /** On every example; on survivors, of the model alone and jointly, twice; by queries. */
  private static List<List<String>> parts(Suite suite, SuiteShape shape) {
    return List.of(
        names(suite.onEveryExample(shape)),
        names(suite.onSurvivors(shape)),
        names(suite.jointly(shape)),
        names(suite.jointlyThroughRetrieval(shape)),
        names(suite.byQueries(shape)));
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
    assertThat(suite.attacks(PLAIN))
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
    List<List<String>> papers =
        List.of(List.of("fgsm", "ifgsm-literal"), List.of(), List.of(), List.of(), List.of());

    assertThat(parts(Suite.PAPER, PLAIN)).isEqualTo(papers);
    assertThat(parts(Suite.PAPER, DEFENCE)).isEqualTo(papers);
  }

  @Test
  void theQuickSuiteTakesTwentySteps() {
    List<String> onEveryExample =
        List.of("gaussian", "random-signs", "fgsm", "ifgsm-literal", "pgd-ce-s20-c8-r1");
    List<String> byQueries = List.of("square-q100", "hopskipjump-q100");

    assertThat(parts(Suite.QUICK, PLAIN))
        .containsExactly(
            onEveryExample,
            List.of("pgd-margin-s20-c8-r1", "apgd-dlr-s20-r1", "apgd-t-s20-t1"),
            List.of(),
            List.of(),
            byQueries);
    assertThat(parts(Suite.QUICK, DEFENCE))
        .containsExactly(
            onEveryExample,
            List.of(
                "pgd-margin-s20-c8-r1",
                "rescaling-s20-c8-m0-t10.0-r1",
                "rescaling-s20-c8-m0-t100.0-r1",
                "bpda-s20-c8-m100-t1.0-r1",
                "ask-s20-c8-m100-r1",
                "collision-s20-c8-g1-m100",
                "guide-g20-m100",
                "apgd-dlr-s20-r1",
                "apgd-t-s20-t1"),
            List.of("joint-pgd-margin-s20-c8-r1", "joint-apgd-t-s20-t1"),
            List.of(),
            byQueries);
  }

  @Test
  void theStandardSuiteIsWhatAClaimRestsOn() {
    List<String> onEveryExample =
        List.of("gaussian", "random-signs", "fgsm", "ifgsm-literal", "pgd-ce-s40-c16-r1");
    List<String> byQueries = List.of("square-q1000", "hopskipjump-q1000");

    assertThat(parts(Suite.STANDARD, PLAIN))
        .containsExactly(
            onEveryExample,
            List.of(
                "pgd-margin-s40-c16-r1",
                "mi-fgsm-s20-c20",
                "apgd-ce-s50-r1",
                "apgd-dlr-s50-r1",
                "apgd-t-s50-t3"),
            List.of(),
            List.of(),
            byQueries);
    assertThat(parts(Suite.STANDARD, DEFENCE))
        .containsExactly(
            onEveryExample,
            List.of(
                "pgd-margin-s40-c16-r1",
                "mi-fgsm-s20-c20",
                "rescaling-s40-c16-m0-t10.0-r1",
                "rescaling-s40-c16-m0-t100.0-r1",
                "bpda-s40-c16-m200-t1.0-r2",
                "ask-s40-c16-m200-r1",
                "collision-s40-c16-g2-m200",
                "guide-g20-m200",
                "bpda-s40-c16-m200-t10.0-r1",
                "apgd-ce-s50-r1",
                "apgd-dlr-s50-r1",
                "apgd-t-s50-t3"),
            List.of("joint-pgd-margin-s40-c16-r1", "joint-apgd-t-s50-t1"),
            List.of("joint-bpda-pgd-margin-s40-c16-r1"),
            byQueries);
  }

  @Test
  void theFullSuiteHasAutoAttacksBudget() {
    List<String> onEveryExample =
        List.of("gaussian", "random-signs", "fgsm", "ifgsm-literal", "pgd-ce-s100-c40-r1");
    List<String> byQueries = List.of("square-q5000", "hopskipjump-q5000");

    assertThat(parts(Suite.FULL, PLAIN))
        .containsExactly(
            onEveryExample,
            List.of(
                "pgd-margin-s100-c40-r5",
                "mi-fgsm-s20-c20",
                "apgd-ce-s100-r1",
                "apgd-dlr-s100-r1",
                "apgd-t-s100-t9"),
            List.of(),
            List.of(),
            byQueries);
    assertThat(parts(Suite.FULL, DEFENCE))
        .containsExactly(
            onEveryExample,
            List.of(
                "pgd-margin-s100-c40-r5",
                "mi-fgsm-s20-c20",
                "rescaling-s100-c40-m0-t10.0-r1",
                "rescaling-s100-c40-m0-t100.0-r1",
                "bpda-s100-c40-m1000-t1.0-r5",
                "ask-s100-c40-m1000-r1",
                "collision-s100-c40-g9-m1000",
                "guide-g20-m1000",
                "bpda-s100-c40-m1000-t10.0-r1",
                "apgd-ce-s100-r1",
                "apgd-dlr-s100-r1",
                "apgd-t-s100-t9"),
            List.of("joint-pgd-margin-s100-c40-r1", "joint-apgd-t-s100-t9"),
            List.of("joint-bpda-pgd-margin-s100-c40-r1"),
            byQueries);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void theWholeSetIsItsPartsInTurn(Suite suite) {
    assertThat(names(suite.attacks(DEFENCE)))
        .isEqualTo(parts(suite, DEFENCE).stream().flatMap(List::stream).toList());
  }

  /** Of the examples, 2147483647 are all. */
  @ParameterizedTest
  @CsvSource({
    "PAPER, 0, 1, 1, 0, 2147483647",
    "QUICK, 20, 1, 1, 50, 20",
    "STANDARD, 40, 1, 2, 200, 200",
    "FULL, 100, 5, 5, 1000, 2147483647"
  })
  void theNumbersOfTheSuites(
      Suite suite, int steps, int restarts, int softRestarts, int checked, int queried) {
    assertThat(suite.steps()).isEqualTo(steps);
    assertThat(suite.restarts()).isEqualTo(restarts);
    assertThat(suite.softRestarts()).isEqualTo(softRestarts);
    assertThat(suite.checkedExamples()).isEqualTo(checked);
    assertThat(suite.mostQueriedExamples()).isEqualTo(queried);
  }

  /** The guide attack's name does not tell. */
  @ParameterizedTest
  @EnumSource(Suite.class)
  void attacksThroughTheRetrievalTakeTheSuitesSteps(Suite suite) {
    LinfBall ball = new LinfBall(.04);

    assertThat(suite.onSurvivors(DEFENCE))
        .filteredOn(attack -> attack.needs().contains(Capability.INDEX))
        .allSatisfy(
            attack ->
                assertThat(attack.mostGradients(ball) / attack.restarts())
                    .as(attack.name())
                    .isEqualTo(suite.steps()));
  }

  @Test
  void convergenceIsAskedAboutWithTwiceTheStepsOrRestarts() {
    assertThat(names(Suite.FULL.withMoreSteps(DEFENCE)))
        .containsExactly("pgd-margin-s200-c80-r5", "bpda-s200-c80-m1000-t1.0-r5");
    assertThat(names(Suite.FULL.withMoreRestarts(DEFENCE)))
        .containsExactly("pgd-margin-s100-c40-r10", "bpda-s100-c40-m1000-t1.0-r10");
    assertThat(names(Suite.STANDARD.withMoreSteps(DEFENCE)))
        .containsExactly("pgd-margin-s80-c32-r1", "bpda-s80-c32-m200-t1.0-r2");
    assertThat(names(Suite.STANDARD.withMoreRestarts(DEFENCE)))
        .containsExactly("pgd-margin-s40-c16-r2", "bpda-s40-c16-m200-t1.0-r4");
    assertThat(names(Suite.QUICK.withMoreSteps(DEFENCE)))
        .containsExactly("pgd-margin-s40-c16-r1", "bpda-s40-c16-m100-t1.0-r1");
    assertThat(names(Suite.QUICK.withMoreRestarts(DEFENCE)))
        .containsExactly("pgd-margin-s20-c8-r2", "bpda-s20-c8-m100-t1.0-r2");
    assertThat(Suite.PAPER.withMoreSteps(DEFENCE)).isEmpty();
    assertThat(Suite.PAPER.withMoreRestarts(DEFENCE)).isEmpty();
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
  void moreRowsAreConsideredThanAreRetrieved() {
    SuiteShape many = new SuiteShape(new ImageGrid(3, 3, 3), 10, 25_000, 200);

    assertThat(names(Suite.STANDARD.attacks(many))).anyMatch(name -> name.contains("-m800-"));
    assertThat(Suite.STANDARD.candidates(many)).isEqualTo(800);
    assertThat(Suite.STANDARD.candidates(SHAPE)).isEqualTo(60);
    assertThat(Suite.STANDARD.candidates(PLAIN)).isZero();
  }

  /** Seeds are derived from names: other digits would be other random numbers. */
  @ParameterizedTest
  @EnumSource(Suite.class)
  void namesAreTheSameInEveryLocale(Suite suite) {
    List<String> names = allNames(suite);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%d".formatted(1)).isEqualTo("\u0661");
      assertThat(allNames(suite)).isEqualTo(names);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<String> allNames(Suite suite) {
    List<Attack> attacks = new ArrayList<>(suite.attacks(DEFENCE));
    attacks.add(Nes.of(5, 8));
    attacks.add(Spsa.of(5, 8));
    attacks.add(IteratedFgsm.of(6, 2.5));
    return names(attacks);
  }

  @Test
  void twoClassesLeaveTheLogitsRatiosOut() {
    assertThat(names(Suite.FULL.attacks(new SuiteShape(new ImageGrid(1, 3, 1), 2, 0, 0))))
        .noneMatch(name -> name.contains("dlr") || name.contains("apgd-t"));
    assertThatThrownBy(() -> new SuiteShape(new ImageGrid(1, 3, 1), 1, 0, 0))
        .hasMessage("number of classes must be at least 2: 1");
  }
}
