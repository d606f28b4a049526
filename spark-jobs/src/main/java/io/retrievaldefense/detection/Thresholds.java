package io.retrievaldefense.detection;

/** Where scores have to be cut for a share of them to be above. */
final class Thresholds {
  /** What a share times a count may fall short of a whole number by rounding. */
  private static final double ROUNDING = 1e-9;

  private Thresholds() {}

  /**
   * @param sorted scores, ascending, at least one
   * @param share in [0, 1]
   * @return the least of them that at most the share of them exceed
   */
  static double exceededBy(double share, double[] sorted) {
    int above = (int) Math.floor(share * sorted.length + ROUNDING);
    return sorted[Math.max(0, sorted.length - 1 - above)];
  }
}
