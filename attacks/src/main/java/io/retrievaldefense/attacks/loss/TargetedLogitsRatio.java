package io.retrievaldefense.attacks.loss;

/**
 * Targeted DLR, L(z) = -(z_y - z_t) / (z_(1) - (z_(3) + z_(4)) / 2) (Croce and Hein 2020, eq. 7).
 * Needs four classes.
 *
 * @param label the true class y
 * @param target the class aimed at t
 */
public record TargetedLogitsRatio(int label, int target) implements OutputLoss {

  @Override
  public double value(float[] logits, float[] gradient) {
    int[] top = RankedLogits.top(logits, 4);
    double numerator = (double) logits[target] - logits[label];
    double denominator =
        logits[top[0]]
            - ((double) logits[top[2]] + logits[top[3]]) / 2
            + DifferenceOfLogitsRatio.TINY;
    double ratio = numerator / denominator;
    double[] slope = new double[logits.length];
    slope[target] += 1 / denominator;
    slope[label] -= 1 / denominator;
    slope[top[0]] -= ratio / denominator;
    slope[top[2]] += ratio / denominator / 2;
    slope[top[3]] += ratio / denominator / 2;
    for (int k = 0; k < slope.length; k++) {
      gradient[k] = (float) slope[k];
    }
    return ratio;
  }
}
