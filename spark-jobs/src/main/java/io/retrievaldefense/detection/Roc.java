package io.retrievaldefense.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a score tells adversarial examples from clean ones.
 *
 * @param area under the ROC curve: the probability that an adversarial example scores higher than a
 *     clean one, ties counting half
 * @param curve share of adversarial examples above the score that a share of the clean ones, {@link
 *     #RATES}, is above
 * @param points of the whole curve, to be joined by straight lines: from nothing flagged to
 *     everything, thinned out to steps of {@value #LEAST_STEP}
 */
public record Roc(double area, double[] curve, List<Point> points) {
  /** False-positive rates of the curve. */
  public static final double[] RATES = {0.01, 0.05, 0.1, 0.2};

  private static final double LEAST_STEP = 0.004;

  /**
   * What some threshold does.
   *
   * @param falsePositives share of the clean images above it
   * @param found share of the adversarial examples above it
   */
  public record Point(double falsePositives, double found) {

    private boolean isNear(Point other) {
      return Math.abs(other.falsePositives - falsePositives) < LEAST_STEP
          && Math.abs(other.found - found) < LEAST_STEP;
    }
  }

  /** Copies the points. */
  public Roc {
    points = List.copyOf(points);
  }

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
      double threshold = Thresholds.exceededBy(RATES[i], sorted);
      long above = Arrays.stream(adversarial).filter(score -> score > threshold).count();
      curve[i] = (double) above / adversarial.length;
    }
    return new Roc(
        wins / ((double) clean.length * adversarial.length), curve, points(sorted, adversarial));
  }

  /**
   * A point for every score that some image has: above it, and all that is equal to it or above.
   */
  private static List<Point> points(double[] sortedClean, double[] adversarial) {
    double[] sorted = adversarial.clone();
    Arrays.sort(sorted);
    Point last = new Point(0, 0);
    List<Point> points = new ArrayList<>(List.of(last));
    int clean = sortedClean.length;
    int found = sorted.length;
    while (clean > 0 || found > 0) {
      double score =
          Math.max(
              clean > 0 ? sortedClean[clean - 1] : Double.NEGATIVE_INFINITY,
              found > 0 ? sorted[found - 1] : Double.NEGATIVE_INFINITY);
      clean = firstNotBelow(sortedClean, score);
      found = firstNotBelow(sorted, score);
      Point next =
          new Point(1 - (double) clean / sortedClean.length, 1 - (double) found / sorted.length);
      if (!next.isNear(last) || clean == 0 && found == 0) {
        points.add(next);
        last = next;
      }
    }
    return points;
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
