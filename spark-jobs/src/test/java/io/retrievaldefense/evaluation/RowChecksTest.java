package io.retrievaldefense.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import io.retrievaldefense.report.ResultsAggregator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up rows of ten examples, all classified right, at one epsilon. */
class RowChecksTest {

  private static final EvaluatedModel FIVE = new EvaluatedModel(5);
  private static final List<EvaluatedModel> MODELS = List.of(EvaluatedModel.BASELINE, FIVE);
  private static final ThreatModel TRANSFER = ThreatModel.BASELINE_TRANSFER;
  private static final ThreatModel KNOWN = ThreatModel.KNOWN_INDEX;
  private static final int EXAMPLES = 10;
  private static final double EPSILON = .01;

  private static ResultRow row(
      EvaluatedModel model,
      AttackGroup group,
      String attack,
      ThreatModel threat,
      long id,
      String status,
      boolean success) {
    return new ResultRow(
        id,
        0,
        model,
        attack,
        threat.id(),
        EPSILON,
        status,
        success,
        0,
        success ? 1 : 0,
        EPSILON,
        1,
        1,
        1,
        0,
        1,
        0,
        0,
        group.id());
  }

  /** Of an attack on every example, which breaks those from one on to before another. */
  private static List<ResultRow> rows(
      EvaluatedModel model, String attack, ThreatModel threat, int from, int to) {
    List<ResultRow> rows = new ArrayList<>();
    for (int id = 0; id < EXAMPLES; id++) {
      boolean success = id >= from && id < to;
      rows.add(row(model, AttackGroup.TABLE, attack, threat, id, "COMPLETED", success));
    }
    return rows;
  }

  /** The plain network falls to its own gradient. */
  private static List<ResultRow> baseline() {
    List<ResultRow> rows = new ArrayList<>(rows(EvaluatedModel.BASELINE, "fgsm", TRANSFER, 0, 9));
    rows.addAll(rows(EvaluatedModel.BASELINE, "pgd-ce-s20-c8-r1", TRANSFER, 0, 10));
    rows.addAll(rows(EvaluatedModel.BASELINE, "gaussian", TRANSFER, 0, 1));
    return rows;
  }

  private static RowChecks checks(List<ResultRow> rows) {
    AttackSuite suite =
        AttackSuite.of(
            RunConfigReader.defaults("attacks.suite=quick", "attacks.epsilons=[" + EPSILON + "]")
                .attacks(),
            new ImageShape(2, 2, 3));
    return new RowChecks(suite, MODELS, 10, rows);
  }

  private static Check masking(List<ResultRow> rows, String item) {
    return named(checks(rows).ofMasking(), item);
  }

  private static Check named(List<Check> checks, String item) {
    return checks.stream().filter(check -> check.item().equals(item)).findFirst().orElseThrow();
  }

  @Test
  void itemsHaveAnOrder() {
    assertThat(checks(baseline()).ofMasking())
        .extracting(Check::item)
        .containsExactly(
            "accuracy falls with epsilon",
            "epsilon 1 reaches chance",
            "iterative at least as strong as single-step",
            "converged: twice the steps",
            "converged: twice the restarts",
            "white box at least as strong as square and hopskipjump",
            "transfer no stronger than white box",
            "random noise no stronger than the attack",
            "non-differentiable part bypassed",
            "zero or NaN gradients",
            "attacks not cut by a limit");
  }

  /** Both break four of ten, but others, and noise knows of no gradient. */
  @Test
  void whatTransferFindsIsNotMadeUpForByOtherExamplesNorByNoise() {
    String item = "transfer no stronger than white box";
    List<ResultRow> rows = new ArrayList<>(baseline());
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", KNOWN, 0, 4));
    List<ResultRow> same = new ArrayList<>(rows);
    same.addAll(rows(FIVE, "fgsm", TRANSFER, 0, 4));
    assertThat(masking(same, item).verdict()).isEqualTo(Verdict.PASS);

    List<ResultRow> others = new ArrayList<>(rows);
    others.addAll(rows(FIVE, "fgsm", TRANSFER, 2, 6));
    assertThat(masking(others, item).verdict()).isEqualTo(Verdict.FAIL);

    others.addAll(rows(FIVE, "random-signs", KNOWN, 4, 6));
    assertThat(masking(others, item).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(masking(others, "random noise no stronger than the attack").verdict())
        .isEqualTo(Verdict.FAIL);

    // The same noise is there under every threat model, and is no transfer.
    others.addAll(rows(FIVE, "gaussian", TRANSFER, 6, 9));
    others.addAll(rows(FIVE, "bpda-s20-c8-m100-t1.0-r1", KNOWN, 4, 6));
    assertThat(masking(others, item).verdict()).isEqualTo(Verdict.PASS);
    assertThat(masking(others, "random noise no stronger than the attack").verdict())
        .isEqualTo(Verdict.PASS);
  }

  /** The plain network's rows pass these items; nobody attacks the defence itself. */
  @Test
  void aDefenceThatIsNotAttackedItselfIsNotMeasured() {
    List<ResultRow> rows = new ArrayList<>(baseline());
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", TRANSFER, 0, 4));
    for (String item :
        List.of(
            "iterative at least as strong as single-step",
            "converged: twice the steps",
            "converged: twice the restarts",
            "white box at least as strong as square and hopskipjump",
            "transfer no stronger than white box",
            "random noise no stronger than the attack")) {
      Check check = masking(rows, item);
      assertThat(check.verdict()).as(item).isEqualTo(Verdict.WARN);
      assertThat(check.figure())
          .as(item)
          .isEqualTo("N=5: not measured: no attack under known-index");
    }
  }

  /** Who has the extractor alone cannot go through what stands behind it. */
  @Test
  void imagesOfTheExtractorAreNoAttackThatFailsToGoThroughTheRetrieval() {
    String item = "non-differentiable part bypassed";
    List<ResultRow> rows = new ArrayList<>(baseline());
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", ThreatModel.EXTRACTOR_TRANSFER, 0, 4));
    assertThat(masking(rows, item).figure()).isEqualTo("not measured");
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", KNOWN, 0, 4));
    assertThat(masking(rows, item).figure()).contains("nothing was left robust to try it on");
  }

  @Test
  void aHeadlineNeedsNoWhiteBoxToBeCompared() {
    List<ResultRow> rows = new ArrayList<>(baseline());
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", TRANSFER, 0, 4));
    ResultsAggregator aggregator = new ResultsAggregator();
    rows.forEach(aggregator::add);

    Check check =
        named(checks(rows).ofTheReport(aggregator.table()), "per-example worst case as headline");

    assertThat(check.verdict()).isEqualTo(Verdict.PASS);
    assertThat(check.figure()).contains("N=5 at 0.01: headline 60.0 %, worst case 60.0 %");
  }

  @Test
  void aDoublingThatWasCutSaysNothing() {
    List<ResultRow> rows = new ArrayList<>(baseline());
    rows.addAll(rows(FIVE, "pgd-ce-s20-c8-r1", KNOWN, 0, 9));
    for (AttackGroup group : List.of(AttackGroup.MORE_STEPS, AttackGroup.MORE_RESTARTS)) {
      String status = group == AttackGroup.MORE_STEPS ? "COMPLETED" : "QUERIES_EXHAUSTED";
      rows.add(row(FIVE, group, "bpda", KNOWN, 9, status, false));
    }

    assertThat(masking(rows, "converged: twice the steps").verdict()).isEqualTo(Verdict.PASS);
    assertThat(masking(rows, "converged: twice the restarts"))
        .isEqualTo(
            new Check(
                "converged: twice the restarts",
                Verdict.WARN,
                "N=5 at 0.01: not measured: a limit or a failure ended 1 of 1 attacks"));
    assertThat(masking(rows, "attacks not cut by a limit").verdict()).isEqualTo(Verdict.FAIL);
  }
}
