package io.retrievaldefense.report;

import java.util.Collection;

/**
 * What may be said of a difference, given one value per seed, in points of percent. It is a finding
 * if it is more than other images of as many could have made of it, and at least {@value #POINTS}
 * points in every seed or, with three seeds or more, such that the 95 % interval of the mean of the
 * paired differences (Student's t) does not hold 0.
 */
public enum Claim {
  /** Higher than the base. */
  HIGHER,
  /** Lower than the base. */
  LOWER,
  /** No difference that these seeds show. */
  NONE;

  static final double POINTS = 3;

  /** For 3 points that are computed as 2.9999999. */
  private static final double ROUNDING = 1e-9;

  /** Two-sided 95 % quantiles of Student's t for 2, 3, ... degrees of freedom. */
  private static final double[] STUDENT = {4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

  /**
   * @param differences to the base by seed, in points; at least one
   * @param sampling half of the 95 % interval that their mean has because so few images were drawn,
   *     in points
   * @return what they show
   */
  public static Claim of(Collection<Double> differences, double sampling) {
    if (differences.isEmpty()) {
      throw new IllegalArgumentException("differences must not be empty: 0");
    }
    double mean = differences.stream().mapToDouble(d -> d).average().orElseThrow();
    boolean ofSeeds = everySeedShows(differences, mean) || excludesZero(differences, mean);
    if (!ofSeeds || Math.abs(mean) <= sampling) {
      return NONE;
    }
    return mean > 0 ? HIGHER : LOWER;
  }

  private static boolean everySeedShows(Collection<Double> differences, double mean) {
    return differences.stream().allMatch(d -> d * Math.signum(mean) >= POINTS - ROUNDING);
  }

  private static boolean excludesZero(Collection<Double> differences, double mean) {
    int n = differences.size();
    if (n < 3) {
      return false;
    }
    double squares = differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    return Math.abs(mean) > STUDENT[Math.min(n - 3, STUDENT.length - 1)] * error;
  }
}
