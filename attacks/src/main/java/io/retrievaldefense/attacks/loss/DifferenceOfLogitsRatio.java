package io.retrievaldefense.attacks.loss;

/**
 * DLR, L(z) = -(z_y - max over k other than y of z_k) / (z_(1) - z_(3)), where z_(i) is the i-th
 * largest logit (Croce and Hein 2020, eq. 6). Unchanged by shifting and by scaling the logits, so
 * it sees through a softmax temperature. Needs three classes.
 *
 * @param label the true class y
 */
public record DifferenceOfLogitsRatio(int label) implements OutputLoss {

  /** Keeps the ratio finite where the three largest logits are equal, as its authors do. */
  static final double TINY = 1e-12;

  @Override
  public double value(float[] logits, float[] gradient) {
    int[] top = RankedLogits.top(logits, 3);
    int rival = Logits.argmaxExcept(logits, label);
    double numerator = (double) logits[rival] - logits[label];
    double denominator = (double) logits[top[0]] - logits[top[2]] + TINY;
    double ratio = numerator / denominator;
    double[] slope = new double[logits.length];
    slope[rival] += 1 / denominator;
    slope[label] -= 1 / denominator;
    slope[top[0]] -= ratio / denominator;
    slope[top[2]] += ratio / denominator;
    for (int k = 0; k < slope.length; k++) {
      gradient[k] = (float) slope[k];
    }
    return ratio;
  }
}
