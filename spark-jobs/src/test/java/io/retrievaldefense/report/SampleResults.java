package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.List;

/** A small set of results, made so that every count of the table differs. */
final class SampleResults {
  static final EvaluatedModel FIVE = new EvaluatedModel(5);

  private SampleResults() {}

  static List<ResultRow> rows() {
    List<ResultRow> rows = new ArrayList<>();
    for (int example = 0; example < 4; example++) {
      boolean clean = example != 3;
      boolean fgsmFools = example == 2 || example == 3;
      boolean iterativeFools = example == 1 || example == 2 || example == 3;
      rows.add(row(example, EvaluatedModel.BASELINE, "fgsm", "baseline-transfer", true, true, 0));
      rows.add(row(example, FIVE, "fgsm", "known-index", clean, fgsmFools, example == 0 ? 1 : 0));
      rows.add(row(example, FIVE, "ifgsm-s10-c4", "known-index", clean, iterativeFools, 0));
    }
    return rows;
  }

  static ResultsTable table() {
    return table(rows());
  }

  static ResultsTable table(List<ResultRow> rows) {
    ResultsAggregator aggregator = new ResultsAggregator();
    rows.forEach(aggregator::add);
    aggregator.addClean(EvaluatedModel.BASELINE, 10, 9);
    aggregator.addClean(FIVE, 10, 8);
    return aggregator.table();
  }

  private static ResultRow row(
      long example,
      EvaluatedModel model,
      String attack,
      String threat,
      boolean clean,
      boolean fooled,
      long zeroGradientSteps) {
    int label = 7;
    return new ResultRow(
        1_000_000 + example,
        label,
        model,
        attack,
        threat,
        0.04,
        "COMPLETED",
        clean && fooled,
        clean ? label : 1,
        fooled ? 2 : label,
        0.04,
        1,
        2,
        1,
        zeroGradientSteps,
        0.5,
        11);
  }
}
