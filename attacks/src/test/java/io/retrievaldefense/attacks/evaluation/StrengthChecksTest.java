package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.Rows.broken;
import static io.retrievaldefense.attacks.evaluation.Rows.ended;
import static io.retrievaldefense.attacks.evaluation.Rows.sample;
import static io.retrievaldefense.attacks.evaluation.Rows.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrengthChecksTest {

  private static final String ITEM = "white box at least as strong as square";

  private static void assertVerdict(Check check, Verdict verdict, String figure) {
    assertThat(check.verdict()).as(check.toString()).isEqualTo(verdict);
    assertThat(check.figure()).isEqualTo(figure);
  }

  @Test
  void doublingTheStepsMustChangeLittle() {
    assertVerdict(
        StrengthChecks.converged(
            "steps", broken("pgd", .1, 500, 1000), sample("pgd", .1, 500, 5, 500)),
        Verdict.PASS,
        "accuracy changes by -0.50 points");
    assertVerdict(
        StrengthChecks.converged(
            "steps", broken("pgd", .1, 500, 1000), sample("pgd", .1, 500, 6, 500)),
        Verdict.FAIL,
        "accuracy changes by -0.60 points");
  }

  /** Where nothing is left there is nothing to run twice the steps on. */
  @Test
  void doublingIsMeasuredWhereItWasRunOrNothingIsLeft() {
    assertVerdict(
        StrengthChecks.converged("steps", broken("pgd", .1, 9, 9), List.of()),
        Verdict.PASS,
        "accuracy changes by +0.00 points");
    assertThat(StrengthChecks.converged("steps", broken("pgd", .1, 8, 9), List.of()))
        .isEqualTo(Check.notMeasured("converged: twice the steps"));
    assertThat(StrengthChecks.converged("steps", List.of(), List.of()))
        .isEqualTo(Check.notMeasured("converged: twice the steps"));
  }

  @Test
  void doublingThatALimitCutIsNotMeasured() {
    List<AttackResult> once = broken("pgd", .1, 7, 10);
    List<AttackResult> twice = new ArrayList<>(sample("pgd", .1, 7, 0, 2));
    twice.add(ended(9, "pgd", .1, AttackStatus.QUERIES_EXHAUSTED));

    assertVerdict(
        StrengthChecks.converged("restarts", once, twice),
        Verdict.WARN,
        "not measured: a limit or a failure ended 1 of 3 attacks");
  }

  /** What was broken is evidence, whatever became of the others. */
  @Test
  void doublingThatBreaksMoreFailsAlthoughALimitCutSomeOfIt() {
    List<AttackResult> once = broken("pgd", .1, 500, 1000);
    List<AttackResult> twice = new ArrayList<>(sample("pgd", .1, 500, 6, 499));
    twice.add(ended(999, "pgd", .1, AttackStatus.TIME_EXHAUSTED));

    assertVerdict(
        StrengthChecks.converged("steps", once, twice),
        Verdict.FAIL,
        "accuracy changes by -0.60 points");
    List<AttackResult> failed = List.of(ended(999, "pgd", .1, AttackStatus.FAILED));
    assertVerdict(
        StrengthChecks.converged("steps", once, failed),
        Verdict.WARN,
        "not measured: a limit or a failure ended 1 of 1 attacks");
  }

  @Test
  void whoKnowsLessMustNotDoBetter() {
    assertVerdict(
        StrengthChecks.atLeastAsStrong(
            ITEM, broken("pgd", .1, 500, 1000), broken("square", .1, 502, 1000)),
        Verdict.PASS,
        "50.0 % against 49.8 % on 1000 examples, of which only the latter breaks 0.20 %");
    assertVerdict(
        StrengthChecks.atLeastAsStrong(
            ITEM, broken("pgd", .1, 500, 1000), broken("square", .1, 503, 1000)),
        Verdict.FAIL,
        "50.0 % against 49.7 % on 1000 examples, of which only the latter breaks 0.30 %");
    // Only the examples that both were run on count.
    assertVerdict(
        StrengthChecks.atLeastAsStrong(
            ITEM, broken("pgd", .1, 500, 1000), broken("square", .1, 100, 200)),
        Verdict.PASS,
        "0.0 % against 50.0 % on 200 examples, of which only the latter breaks 0.00 %");
    assertThat(StrengthChecks.atLeastAsStrong(ITEM, List.of(), List.of()).verdict())
        .isEqualTo(Verdict.WARN);
  }

  /** As many on both sides, but others: what the white box alone breaks makes up for nothing. */
  @Test
  void whatOnlyTheIgnorantFindIsNotMadeUpFor() {
    assertVerdict(
        StrengthChecks.atLeastAsStrong(
            ITEM, broken("pgd", .1, 100, 1000), broken("square", .1, 50, 100, 1000)),
        Verdict.FAIL,
        "90.0 % against 90.0 % on 1000 examples, of which only the latter breaks 5.00 %");
    assertVerdict(
        StrengthChecks.atLeastAsStrong(
            ITEM, broken("pgd", .1, 600, 1000), broken("square", .1, 550, 53, 1000)),
        Verdict.FAIL,
        "40.0 % against 94.7 % on 1000 examples, of which only the latter breaks 0.30 %");
  }

  /** 100 of 1,000 were left; what queries break of a sample of them is scaled to all. */
  @Test
  void queriesOnASampleStandForAllThatWasLeft() {
    List<AttackResult> white = broken("pgd", .1, 900, 1000);

    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, sample("square", .1, 900, 1, 20)),
        Verdict.FAIL,
        "1 of 20 queried examples broken, -0.50 points of all");
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, List.of()), Verdict.WARN, "not measured");
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, broken("pgd", .1, 9, 9), List.of()),
        Verdict.PASS,
        "nothing was left to ask about");
  }

  /** By Wilson's interval 0 of 20 may be 16.1 %, and 1 of 50 may be 10.5 %. */
  @Test
  void aSampleThatCannotShowSoLittleWarns() {
    List<AttackResult> white = broken("pgd", .1, 900, 1000);

    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, sample("square", .1, 900, 0, 20)),
        Verdict.WARN,
        "0 of 20 queried examples broken, +0.00 points of all, no more than 1.61 points");
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, sample("square", .1, 900, 1, 50)),
        Verdict.WARN,
        "1 of 50 queried examples broken, -0.20 points of all, no more than 1.05 points");
    // Where 1 % is left, no more than .17 points.
    assertVerdict(
        StrengthChecks.queriesAddLittle(
            ITEM, broken("pgd", .1, 1980, 2000), sample("square", .1, 1980, 0, 19)),
        Verdict.PASS,
        "0 of 19 queried examples broken, +0.00 points of all");
    // All that was left was asked about.
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, sample("square", .1, 900, 2, 100)),
        Verdict.PASS,
        "2 of 100 queried examples broken, -0.20 points of all");
  }

  @Test
  void whoFoundNoStartHasAskedNothing() {
    List<AttackResult> white = broken("pgd", .1, 7, 10);
    List<AttackResult> queried = new ArrayList<>(sample("square", .1, 7, 0, 2));
    queried.add(stuck(9, "hopskipjump", .1));

    // By Wilson's interval 0 of 2 may be 65.8 %.
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, queried),
        Verdict.WARN,
        "0 of 2 queried examples broken, +0.00 points of all, no more than 19.73 points");
    assertVerdict(
        StrengthChecks.queriesAddLittle(ITEM, white, List.of(stuck(9, "hopskipjump", .1))),
        Verdict.WARN,
        "not measured");
  }
}
