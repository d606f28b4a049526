package io.retrievaldefense.attacks;

/** How the attack on one example ended; whether it succeeded is another column. */
public enum AttackStatus {
  /** The attack ran to its end, or stopped because it had succeeded. */
  COMPLETED,
  /** The clean image was misclassified: not robust, and not attacked. */
  ALREADY_MISCLASSIFIED,
  /**
   * The model answered with a NaN or infinite output, loss or gradient in some restart; no limit
   * kept the others from being run, and the best point is kept.
   */
  NON_FINITE,
  /** A decision-based attack found no misclassified point to start from. */
  NO_START,
  /** The query budget ran out; the best point is kept. */
  QUERIES_EXHAUSTED,
  /** The time budget ran out; the best point is kept. */
  TIME_EXHAUSTED,
  /** The attack broke down with an exception, which is logged; the original is kept. */
  FAILED;

  /** Whether a limit kept the attack from going on. */
  public boolean isCut() {
    return this == QUERIES_EXHAUSTED || this == TIME_EXHAUSTED;
  }
}
