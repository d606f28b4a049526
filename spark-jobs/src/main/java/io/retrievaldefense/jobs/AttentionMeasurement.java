package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.report.AttentionSummary;
import java.util.List;
import java.util.function.Function;

/** Sums up attention and retrieval over examples. */
final class AttentionMeasurement {
  private AttentionMeasurement() {}

  /**
   * @param name of the images
   * @param classes how many
   * @param examples at least one
   * @param answer which of an example's answers
   */
  static AttentionSummary of(
      String name,
      int classes,
      List<ExplainedExample> examples,
      Function<ExplainedExample, Explanation> answer) {
    double entropy = 0;
    double top = 0;
    double agreeing = 0;
    long[] tops = new long[AttentionSummary.BINS];
    double[] pure = new double[classes];
    int[] images = new int[classes];
    for (ExplainedExample example : examples) {
      Explanation explanation = answer.apply(example);
      int label = example.clean().label();
      // One neighbour alone has no entropy at all.
      double most = Math.log(Math.max(2, explanation.neighbors().size()));
      entropy += explanation.entropy() / most;
      top += explanation.topWeight();
      agreeing += explanation.weightOf(label);
      int bin = (int) (explanation.topWeight() * AttentionSummary.BINS);
      tops[Math.min(AttentionSummary.BINS - 1, bin)]++;
      pure[label] += explanation.purity(label);
      images[label]++;
    }
    for (int label = 0; label < classes; label++) {
      pure[label] = images[label] == 0 ? Double.NaN : pure[label] / images[label];
    }
    int n = examples.size();
    return new AttentionSummary(name, n, entropy / n, top / n, agreeing / n, tops, pure);
  }
}
