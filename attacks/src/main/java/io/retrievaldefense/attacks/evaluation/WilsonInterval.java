package io.retrievaldefense.attacks.evaluation;

/**
 * The Wilson score interval of a share at 95 % (Wilson 1927): with p = k/n and z = 1.96, (p +
 * z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Unlike p -+ z sqrt(p(1-p)/n) it is sound at
 * shares near 0 and 1, where robust accuracy often is.
 *
 * @param low lower end, in [0,1]
 * @param high upper end, in [0,1]
 */
public record WilsonInterval(double low, double high) {

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The interval of {@code successes} out of {@code total}.
   *
   * @throws IllegalArgumentException if total is not positive or successes not in [0, total]
   */
  public static WilsonInterval of(int successes, int total) {
    if (total < 1) {
      throw new IllegalArgumentException("number of examples must be positive: " + total);
    }
    if (successes < 0 || successes > total) {
      throw new IllegalArgumentException(
          "number of successes must be in [0, %d]: %d".formatted(total, successes));
    }
    double n = total;
    double share = successes / n;
    double centre = share + Z * Z / (2 * n);
    double margin = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    // The exact ends at 0 and n are 0 and 1; rounding would miss them.
    return new WilsonInterval(
        successes == 0 ? 0 : (centre - margin) / scale,
        successes == total ? 1 : (centre + margin) / scale);
  }

  /** True if {@code share} lies within. */
  public boolean contains(double share) {
    return share >= low && share <= high;
  }
}
