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
    for (int image = 0; image < 10; image++) {
      aggregator.add(ResultRow.clean(EvaluatedModel.BASELINE, image, 7, image < 9 ? 7 : 1));
      aggregator.add(ResultRow.clean(FIVE, image, 7, image < 8 ? 7 : 1));
    }
    return aggregator.table();
  }

  /** A row of N=5 on an example that it classifies correctly. */
  static ResultRow onSurvivor(long example, String attack, String threat, boolean fooled) {
    return ofGroup(example, attack, threat, fooled, "survivors");
  }

  static ResultRow ofGroup(
      long example, String attack, String threat, boolean fooled, String group) {
    return row(example, FIVE, attack, threat, true, fooled, 0, group);
  }

  private static ResultRow row(
      long example,
      EvaluatedModel model,
      String attack,
      String threat,
      boolean clean,
      boolean fooled,
      long zeroGradientSteps) {
    return row(example, model, attack, threat, clean, fooled, zeroGradientSteps, ResultRow.TABLE);
  }

  private static ResultRow row(
      long example,
      EvaluatedModel model,
      String attack,
      String threat,
      boolean clean,
      boolean fooled,
      long zeroGradientSteps,
      String group) {
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
        11,
        0,
        group);
  }
}
