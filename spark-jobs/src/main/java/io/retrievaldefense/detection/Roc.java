package io.retrievaldefense.detection;

import java.util.Arrays;

/**
 * How well a score tells adversarial examples from clean ones.
 *
 * @param area under the ROC curve: the probability that an adversarial example scores higher than a
 *     clean one, ties counting half
 * @param curve share of adversarial examples above the score that a share of the clean ones, {@link
 *     #RATES}, is above
 */
public record Roc(double area, double[] curve) {
  /** False-positive rates of the curve. */
  public static final double[] RATES = {0.01, 0.05, 0.1, 0.2};

  /**
   * @param clean scores, at least one
   * @param adversarial scores, at least one
   * @return their curve
   */
  public static Roc of(double[] clean, double[] adversarial) {
    if (clean.length == 0 || adversarial.length == 0) {
      throw new IllegalArgumentException(
          "scores must be there of both kinds: " + clean.length + " and " + adversarial.length);
    }
    double[] sorted = clean.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double score : adversarial) {
      int below = firstNotBelow(sorted, score);
      int notAbove = firstNotBelow(sorted, Math.nextUp(score));
      wins += below + 0.5 * (notAbove - below);
    }
    double[] curve = new double[RATES.length];
    for (int i = 0; i < RATES.length; i++) {
      int at = (int) Math.ceil((1 - RATES[i]) * sorted.length) - 1;
      double threshold = sorted[Math.max(0, at)];
      long above = Arrays.stream(adversarial).filter(score -> score > threshold).count();
      curve[i] = (double) above / adversarial.length;
    }
    return new Roc(wins / ((double) clean.length * adversarial.length), curve);
  }

  /** How many of the sorted values are below. */
  private static int firstNotBelow(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
