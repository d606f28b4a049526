package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.Rows.broken;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.testing.CurvedModel;
import io.retrievaldefense.attacks.testing.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportChecksTest {

  private static void assertVerdict(Check check, Verdict verdict, String figure) {
    assertThat(check.verdict()).as(check.toString()).isEqualTo(verdict);
    assertThat(check.figure()).isEqualTo(figure);
  }

  @Test
  void threatModelAndCleanAccuracyAreStated() {
    List<AttackResult> rows = broken("pgd", .1, 3, 10);

    assertVerdict(
        ReportChecks.threatModelStated(rows, Set.of(ThreatModel.KNOWN_INDEX)),
        Verdict.PASS,
        "known-index");
    assertVerdict(
        ReportChecks.threatModelStated(
            rows, List.of(ThreatModel.PRIVATE_INDEX, ThreatModel.KNOWN_INDEX)),
        Verdict.WARN,
        "known-index; worst cases are without private-index");
    assertVerdict(ReportChecks.threatModelStated(List.of(), Set.of()), Verdict.FAIL, "no rows");
    Map<Long, Integer> predictions = new LinkedHashMap<>();
    rows.forEach(row -> predictions.put(row.exampleId(), row.labelBefore()));
    assertVerdict(ReportChecks.cleanAccuracyBeside(rows, predictions), Verdict.PASS, "100.0 %");
    assertVerdict(
        ReportChecks.cleanAccuracyBeside(List.of(), predictions), Verdict.WARN, "not measured");
    assertVerdict(ReportChecks.cleanAccuracyBeside(rows, Map.of()), Verdict.WARN, "not measured");
    predictions.put(rows.get(0).exampleId(), 7);
    predictions.remove(rows.get(1).exampleId());
    assertVerdict(
        ReportChecks.cleanAccuracyBeside(rows, predictions),
        Verdict.FAIL,
        "2 clean images classified otherwise than in the clean evaluation");
  }

  @Test
  void theHeadlineIsTheWorstCaseAndNotTheStrongestAttack() {
    // Each attack breaks three examples, together they break five.
    List<AttackResult> rows = new ArrayList<>(broken("pgd", .1, 3, 10));
    for (AttackResult row : broken("square", .1, 0, 10)) {
      int labelAfter = row.exampleId() >= 2 && row.exampleId() < 5 ? 1 : 0;
      rows.add(Rows.row(row.exampleId(), "square", .1, labelAfter, 1));
    }

    assertVerdict(
        ReportChecks.headlineIsWorstCase(new RobustAccuracy(5, 10), rows),
        Verdict.PASS,
        "headline 50.0 %, worst case 50.0 %");
    assertVerdict(
        ReportChecks.headlineIsWorstCase(new RobustAccuracy(7, 10), rows),
        Verdict.FAIL,
        "headline 70.0 %, worst case 50.0 %");
  }

  @Test
  void aRetrievalNobodyWentThroughFails() {
    assertVerdict(
        ReportChecks.retrievalBypassed(broken("pgd-ce", .1, 1, 2)), Verdict.FAIL, "by no attack");
    List<AttackResult> rows = new ArrayList<>(broken("bpda-s20", .1, 1, 2));
    rows.addAll(broken("guide-g2-m40", .1, 1, 2));
    assertVerdict(ReportChecks.retrievalBypassed(rows), Verdict.PASS, "bpda, guide");
    AttackResult stuck = Rows.stuck(0, "collision-s20-g1-m40", .1);
    assertVerdict(ReportChecks.retrievalBypassed(List.of(stuck)), Verdict.FAIL, "by no attack");
  }

  @Test
  void targetedRowsAreLookedFor() {
    assertVerdict(ReportChecks.targetedAsWell(List.of()), Verdict.WARN, "not measured");
    List<AttackResult> rows = new ArrayList<>(broken("pgd", .1, 1, 2));
    assertVerdict(ReportChecks.targetedAsWell(rows), Verdict.WARN, "0 of 2 rows targeted");
    CurvedModel model = new CurvedModel(11, 27, 16, 5);
    Example example = model.examples(1, 1).get(0);
    rows.add(
        Runs.on(model, example.towards((example.label() + 1) % 5), Pgd.of(2), new LinfBall(.1)));
    assertVerdict(ReportChecks.targetedAsWell(rows), Verdict.PASS, "1 of 3 rows targeted");
  }

  @Test
  void noiseIsLookedFor() {
    assertVerdict(ReportChecks.noiseTried(broken("pgd", .1, 1, 2)), Verdict.WARN, "not measured");
    assertVerdict(
        ReportChecks.noiseTried(broken("gaussian", .1, 5, 10)), Verdict.PASS, "50.0 % of 100.0 %");
    assertVerdict(
        ReportChecks.noiseTried(broken("gaussian", .1, 6, 10)), Verdict.FAIL, "40.0 % of 100.0 %");
  }

  @Test
  void aHeadlineNeedsAThousandExamples() {
    assertVerdict(
        ReportChecks.enoughExamples(new RobustAccuracy(403, 1000)),
        Verdict.PASS,
        "1000 examples, 37.3 % to 43.4 %");
    assertThat(ReportChecks.enoughExamples(new RobustAccuracy(403, 999)).verdict())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void everyRowMustSayHowToHaveItAgain() {
    assertVerdict(
        ReportChecks.provenanceComplete(70, 70),
        Verdict.PASS,
        "70 of 70 rows written have their seed and the digest of models, indexes, images and attacks");
    assertThat(ReportChecks.provenanceComplete(70, 69).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(ReportChecks.provenanceComplete(0, 0).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void ablationsAreListedOrMissed() {
    Map<String, RobustAccuracy> ablations = new LinkedHashMap<>();
    for (String name :
        List.of("neighbors", "exact-search", "labels-off", "uniform-attention", "no-projection")) {
      ablations.put(name, new RobustAccuracy(5, 10));
    }
    assertVerdict(ReportChecks.ablationsRun(ablations), Verdict.WARN, "missing: [shuffled-labels]");
    ablations.put("shuffled-labels", new RobustAccuracy(1, 10));
    assertThat(ReportChecks.ablationsRun(ablations).verdict()).isEqualTo(Verdict.PASS);
    assertThat(ReportChecks.ablationsRun(ablations).figure()).contains("shuffled-labels 10.0 %");
  }

  @Test
  void robustnessThatExactSearchTakesAwayFails() {
    Map<String, RobustAccuracy> ablations = new LinkedHashMap<>();
    for (String name : List.of("neighbors", "labels-off", "uniform-attention", "no-projection")) {
      ablations.put(name, new RobustAccuracy(50, 100));
    }
    ablations.put("shuffled-labels", new RobustAccuracy(10, 100));
    ablations.put("as-built", new RobustAccuracy(50, 100));
    ablations.put("exact-search", new RobustAccuracy(40, 100));
    assertThat(ReportChecks.ablationsRun(ablations).verdict()).isEqualTo(Verdict.PASS);
    ablations.put("exact-search", new RobustAccuracy(20, 100));
    assertThat(ReportChecks.ablationsRun(ablations).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void anIndexWhoseLabelsDoNotMatterFails() {
    assertVerdict(
        ReportChecks.shuffledLabelsHurt(
            new RobustAccuracy(800, 1000), new RobustAccuracy(120, 1000)),
        Verdict.PASS,
        "clean 80.0 %, shuffled 12.0 %");
    assertThat(
            ReportChecks.shuffledLabelsHurt(
                    new RobustAccuracy(800, 1000), new RobustAccuracy(795, 1000))
                .verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void figuresBeyondBeliefFail() {
    assertThat(ReportChecks.plainCnnFalls(new RobustAccuracy(5, 100)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(ReportChecks.plainCnnFalls(new RobustAccuracy(6, 100)).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(ReportChecks.defenceWithinBelief(new RobustAccuracy(55, 100)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(ReportChecks.defenceWithinBelief(new RobustAccuracy(56, 100)).verdict())
        .isEqualTo(Verdict.FAIL);
  }
}
