package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.Rows.broken;
import static io.retrievaldefense.attacks.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
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
        "8.0 %, chance is 10.0 %");
    assertVerdict(
        MaskingChecks.reachesChance(broken("pgd", 1, 70, 100), 10),
        Verdict.FAIL,
        "30.0 %, chance is 10.0 %");
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
  void doublingTheStepsMustChangeLittle() {
    assertVerdict(
        MaskingChecks.converged(
            "steps", broken("pgd", .1, 500, 1000), broken("pgd", .1, 505, 1000)),
        Verdict.PASS,
        "accuracy changes by -0.50 points");
    assertVerdict(
        MaskingChecks.converged(
            "steps", broken("pgd", .1, 500, 1000), broken("pgd", .1, 506, 1000)),
        Verdict.FAIL,
        "accuracy changes by -0.60 points");
  }

  @Test
  void whoKnowsLessMustNotDoBetter() {
    String item = "white box at least as strong as square";
    assertVerdict(
        MaskingChecks.atLeastAsStrong(
            item, broken("pgd", .1, 500, 1000), broken("square", .1, 502, 1000)),
        Verdict.PASS,
        "50.0 % against 49.8 % on 1000 examples");
    assertVerdict(
        MaskingChecks.atLeastAsStrong(
            item, broken("pgd", .1, 500, 1000), broken("square", .1, 503, 1000)),
        Verdict.FAIL,
        "50.0 % against 49.7 % on 1000 examples");
    // Only the examples that both were run on count.
    assertVerdict(
        MaskingChecks.atLeastAsStrong(
            item, broken("pgd", .1, 500, 1000), broken("square", .1, 100, 200)),
        Verdict.PASS,
        "0.0 % against 50.0 % on 200 examples");
    assertThat(MaskingChecks.atLeastAsStrong(item, List.of(), List.of()).verdict())
        .isEqualTo(Verdict.WARN);
  }

  /** 100 of 1,000 were left; what queries break of a sample of them is scaled to all. */
  @Test
  void queriesOnASampleStandForAllThatWasLeft() {
    String item = "white box at least as strong as square";
    List<AttackResult> white = broken("pgd", .1, 900, 1000);

    assertVerdict(
        MaskingChecks.queriesAddLittle(item, white, broken("square", .1, 0, 20)),
        Verdict.PASS,
        "0 of 20 queried examples broken, +0.00 points of all");
    assertVerdict(
        MaskingChecks.queriesAddLittle(item, white, broken("square", .1, 1, 50)),
        Verdict.PASS,
        "1 of 50 queried examples broken, -0.20 points of all");
    assertVerdict(
        MaskingChecks.queriesAddLittle(item, white, broken("square", .1, 1, 20)),
        Verdict.FAIL,
        "1 of 20 queried examples broken, -0.50 points of all");
    assertVerdict(
        MaskingChecks.queriesAddLittle(item, white, List.of()), Verdict.WARN, "not measured");
    assertVerdict(
        MaskingChecks.queriesAddLittle(item, broken("pgd", .1, 9, 9), List.of()),
        Verdict.PASS,
        "nothing was left to ask about");
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
        "fgsm (known-index): 10.0 % of steps zero, 0 of 1 examples not finite or failed");
  }
}
