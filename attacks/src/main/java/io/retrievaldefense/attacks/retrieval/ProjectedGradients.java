package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import java.util.List;

/** Squared distances in the projected space and their gradients with respect to h'. */
final class ProjectedGradients {

  private ProjectedGradients() {}

  static double squaredDistance(float[] projected, float[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      double difference = (double) projected[i] - row[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Adds slope * d||h' - row||^2/dh'. */
  static void addDistance(float[] projected, float[] row, double slope, double[] gradient) {
    for (int i = 0; i < row.length; i++) {
      gradient[i] += 2 * slope * ((double) projected[i] - row[i]);
    }
  }

  /**
   * Adds 2 sum of c_n (h' - h'_n), where c_n is dL/d||h' - h'_n||^2, by one projection of the sum
   * of c_n h_n.
   */
  static void addDistances(
      RetrievalAccess index,
      float[] projected,
      List<Candidate> rows,
      double[] slopes,
      double[] gradient) {
    double total = 0;
    double largest = 0;
    for (double slope : slopes) {
      total += slope;
      largest = Math.max(largest, Math.abs(slope));
    }
    if (largest == 0) {
      return;
    }
    double[] mixed = new double[rows.get(0).feature().length];
    for (int n = 0; n < slopes.length; n++) {
      float[] row = rows.get(n).feature();
      // Over the largest slope: slopes may be below what float32 holds.
      double weight = slopes[n] / largest;
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += weight * row[i];
      }
    }
    float[] narrowed = new float[mixed.length];
    for (int i = 0; i < narrowed.length; i++) {
      narrowed[i] = (float) mixed[i];
    }
    float[] projectedMix = index.project(narrowed);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += 2 * (total * projected[i] - largest * projectedMix[i]);
    }
  }
}
