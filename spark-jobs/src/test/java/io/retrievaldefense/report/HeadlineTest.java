package io.retrievaldefense.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadlineTest {
  private static final EvaluatedModel FIVE = new EvaluatedModel(5);
  private static final EvaluatedModel TEN = new EvaluatedModel(10);
  private static final Checklist NONE = new Checklist(List.of());

  private final SortedMap<CellKey, TableCell> cells = new TreeMap<>();

  private void robust(EvaluatedModel model, String threat, double epsilon, int of1000) {
    cells.put(
        new CellKey(model, threat, ResultsTable.WORST_CASE, epsilon),
        new TableCell(1000, of1000, 900, 0));
  }

  private Headline headline(Checklist checklist) {
    return new Headline(new ResultsTable(cells), checklist);
  }

  private static Checklist checklist(Verdict... verdicts) {
    List<Check> checks = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      checks.add(new Check("item " + (checks.size() + 1), verdict, ""));
    }
    return new Checklist(checks);
  }

  @Test
  void theWorstVerdictDecides() {
    Headline failed = headline(checklist(Verdict.PASS, Verdict.FAIL, Verdict.WARN));
    assertThat(failed.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(failed.trust())
        .isEqualTo(
            "The robust accuracies are not to be believed as they stand: 1 of 3 items of the"
                + " checklist fail (item 2).");
    Verdict[] doubts = new Verdict[5];
    Arrays.fill(doubts, Verdict.WARN);
    Headline doubtful = headline(checklist(doubts));
    assertThat(doubtful.verdict()).isEqualTo(Verdict.WARN);
    assertThat(doubtful.trust())
        .contains("upper bound: 5 of 5 items")
        .endsWith("(item 1; item 2; item 3; and 2 more).");
    Headline passed = headline(checklist(Verdict.PASS, Verdict.PASS));
    assertThat(passed.verdict()).isEqualTo(Verdict.PASS);
    assertThat(passed.trust()).startsWith("All 2 items of the checklist pass");
    assertThat(headline(NONE).verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void gainsAreToldWhereIntervalsDoNotTouch() {
    robust(EvaluatedModel.BASELINE, "known-index", 0.01, 200);
    robust(FIVE, "known-index", 0.01, 300);
    robust(TEN, "known-index", 0.01, 310);
    robust(EvaluatedModel.BASELINE, "known-index", 0.02, 100);
    robust(FIVE, "known-index", 0.02, 110);
    robust(EvaluatedModel.BASELINE, "known-index", 0.04, 0);
    robust(FIVE, "known-index", 0.04, 0);
    // What a weaker attacker leaves is not the headline.
    robust(FIVE, "baseline-transfer", 0.04, 900);
    assertThat(headline(NONE).effect())
        .contains(
            "In the worst case of known-index, beyond what chance explains, the defence withstands"
                + " more than the plain network at epsilon 0.01 (N=10: 31.0 % against 20.0 %), and"
                + " no more at 0.02 and 0.04.");
  }

  @Test
  void theExtractorsOwnClassifierIsNoDefence() {
    robust(EvaluatedModel.BASELINE, "known-index", 0.01, 200);
    robust(EvaluatedModel.EXTRACTOR, "known-index", 0.01, 600);
    assertThat(headline(NONE).effect()).isEmpty();
    robust(FIVE, "known-index", 0.01, 210);
    assertThat(headline(NONE).effect())
        .contains(
            "In the worst case of known-index, beyond what chance explains, the defence withstands"
                + " no more than the plain network at any epsilon (0.01).");
  }

  @Test
  void noGainAndNoDefenceAreToldAsWell() {
    assertThat(headline(NONE).effect()).isEmpty();
    robust(EvaluatedModel.BASELINE, "known-index", 0.01, 200);
    assertThat(headline(NONE).effect()).isEmpty();
    robust(FIVE, "known-index", 0.01, 150);
    assertThat(headline(NONE).effect())
        .contains(
            "In the worst case of known-index, beyond what chance explains, the defence withstands"
                + " no more than the plain network at any epsilon (0.01).");
  }
}
