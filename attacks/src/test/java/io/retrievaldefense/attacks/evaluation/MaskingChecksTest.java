package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.Rows.broken;
import static io.retrievaldefense.attacks.evaluation.Rows.ended;
import static io.retrievaldefense.attacks.evaluation.Rows.misclassified;
import static io.retrievaldefense.attacks.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingChecksTest {

  private static List<AttackResult> both(List<AttackResult> a, List<AttackResult> b) {
    List<AttackResult> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static void assertVerdict(Check check, Verdict verdict, String figure) {
    assertThat(check.verdict()).as(check.toString()).isEqualTo(verdict);
    assertThat(check.figure()).isEqualTo(figure);
  }

  @Test
  void aRiseOfAccuracyWithEpsilonBeyondTheIntervalWarns() {
    assertVerdict(
        MaskingChecks.accuracyFallsWithEpsilon(
            both(broken("pgd", .01, 30, 100), broken("pgd", .02, 60, 100))),
        Verdict.PASS,
        "no rise");
    // From 40 % (interval to 49.8 %) to 45 %: within; to 60 %: beyond.
    assertVerdict(
        MaskingChecks.accuracyFallsWithEpsilon(
            both(broken("pgd", .01, 60, 100), broken("pgd", .02, 55, 100))),
        Verdict.PASS,
        "no rise");
    assertVerdict(
        MaskingChecks.accuracyFallsWithEpsilon(
            both(broken("pgd", .01, 60, 100), broken("pgd", .02, 40, 100))),
        Verdict.WARN,
        "pgd (known-index) rises from 40.0 % to 60.0 % at epsilon 0.02");
  }

  @Test
  void oneEpsilonShowsNoFall() {
    assertVerdict(
        MaskingChecks.accuracyFallsWithEpsilon(
            both(broken("pgd", .01, 30, 100), broken("fgsm", .02, 60, 100))),
        Verdict.WARN,
        "not measured");
  }

  @Test
  void anUnboundedAttackMustReachChance() {
    assertVerdict(
        MaskingChecks.reachesChance(broken("pgd", 1, 92, 100), 10),
        Verdict.PASS,
        "8.0 % of 100, chance is 10.0 %");
    assertVerdict(
        MaskingChecks.reachesChance(broken("pgd", 1, 70, 100), 10),
        Verdict.FAIL,
        "30.0 % of 100, chance is 10.0 %");
  }

  /** 18 % of 50, whose interval begins below 10 %, is not what was to be shown. */
  @Test
  void aShareThatOnlyItsIntervalLetsBeChanceWarns() {
    assertVerdict(
        MaskingChecks.reachesChance(broken("pgd", 1, 41, 50), 10),
        Verdict.WARN,
        "18.0 % of 50, chance is 10.0 %");
    assertThat(MaskingChecks.reachesChance(broken("pgd", 1, 45, 50), 10).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void anIteratedAttackMustReachTheSingleStepsLoss() {
    List<AttackResult> single = broken("fgsm", .1, 0, 100);
    List<AttackResult> iterated = new ArrayList<>(single);
    iterated.set(0, row(0, "ifgsm", .1, 0, .5));
    assertVerdict(
        MaskingChecks.iterativeAtLeastSingleStep(single, iterated),
        Verdict.PASS,
        "loss reached on 99.0 % of 100 examples");
    iterated.set(1, row(1, "ifgsm", .1, 0, .5));
    assertVerdict(
        MaskingChecks.iterativeAtLeastSingleStep(single, iterated),
        Verdict.FAIL,
        "loss reached on 98.0 % of 100 examples");
    // A success that stopped early is no weakness.
    iterated.set(1, row(1, "ifgsm", .1, 1, .5));
    assertThat(MaskingChecks.iterativeAtLeastSingleStep(single, iterated).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(MaskingChecks.iterativeAtLeastSingleStep(single, List.of()))
        .isEqualTo(Check.notMeasured("iterative at least as strong as single-step"));
  }

  @Test
  void deadGradientsAreFlagged() {
    List<AttackResult> alive = broken("pgd", .1, 50, 100);
    assertVerdict(MaskingChecks.gradientsAlive(alive), Verdict.PASS, "none");
    assertVerdict(MaskingChecks.gradientsAlive(List.of()), Verdict.WARN, "not measured");

    List<AttackResult> dead = new ArrayList<>(alive);
    dead.add(row(200, "fgsm", .1, 0, 1, new AttackCounts(10, 10, 10, 1)));
    assertVerdict(
        MaskingChecks.gradientsAlive(dead),
        Verdict.FAIL,
        "fgsm (known-index) at epsilon 0.1: 10.0 % of steps zero, 0 of 1 examples not finite or"
            + " failed");
  }

  /** Two of a hundred that were attacked: neither other examples nor other epsilons thin it. */
  @Test
  void whatWasNotAttackedHidesNoBrokenAnswer() {
    List<AttackResult> rows = new ArrayList<>(broken("pgd", .1, 0, 98));
    rows.add(ended(98, "pgd", .1, AttackStatus.NON_FINITE));
    rows.add(ended(99, "pgd", .1, AttackStatus.FAILED));
    for (int id = 100; id < 300; id++) {
      rows.add(misclassified(id, "pgd", .1));
    }
    rows.addAll(broken("pgd", .2, 0, 200));

    assertVerdict(
        MaskingChecks.gradientsAlive(rows),
        Verdict.FAIL,
        "pgd (known-index) at epsilon 0.1: 0.0 % of steps zero, 2 of 100 examples not finite or"
            + " failed");
    assertThat(MaskingChecks.gradientsAlive(List.of(misclassified(1, "pgd", .1))).verdict())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void attacksThatALimitCutAreFlagged() {
    assertVerdict(MaskingChecks.limitsCutLittle(List.of()), Verdict.WARN, "not measured");
    assertVerdict(MaskingChecks.limitsCutLittle(broken("pgd", .1, 3, 9)), Verdict.PASS, "none");

    // One in a hundred that are robust; what was broken or not attacked does not count.
    List<AttackResult> rows = new ArrayList<>(broken("pgd", .1, 50, 149));
    rows.add(ended(149, "pgd", .1, AttackStatus.TIME_EXHAUSTED));
    rows.add(misclassified(150, "pgd", .1));
    assertVerdict(
        MaskingChecks.limitsCutLittle(rows),
        Verdict.PASS,
        "pgd (known-index) at epsilon 0.1: 1 of 100 that are robust were cut");

    // Of another attack, which the first one's many rows do not hide.
    rows.addAll(broken("bpda", .1, 1, 11));
    rows.add(ended(11, "bpda", .1, AttackStatus.QUERIES_EXHAUSTED));
    assertVerdict(
        MaskingChecks.limitsCutLittle(rows),
        Verdict.FAIL,
        "bpda (known-index) at epsilon 0.1: 1 of 11 that are robust were cut");
  }

  /** One of a thousand examples is luck, although it is all that the attack was run on. */
  @Test
  void anAttackOfFewRowsWarns() {
    List<AttackResult> rows = new ArrayList<>(broken("pgd", .1, 999, 1000));
    rows.add(ended(999, "bpda", .1, AttackStatus.TIME_EXHAUSTED));
    assertThat(MaskingChecks.limitsCutLittle(rows).verdict()).isEqualTo(Verdict.WARN);
    rows.add(row(999, "ask", .1, 0, 1, new AttackCounts(10, 10, 10, 10)));
    assertThat(MaskingChecks.gradientsAlive(rows).verdict()).isEqualTo(Verdict.WARN);
  }
}
