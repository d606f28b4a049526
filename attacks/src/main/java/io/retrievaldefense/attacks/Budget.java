package io.retrievaldefense.attacks;

import java.time.Duration;

/**
 * What one example may cost. A budget by time makes results depend on the machine, and is recorded
 * in the status of every row it cut.
 *
 * @param queries the largest number of forward passes, those of gradients included
 * @param time the longest time from an attack's start to its last question, the waiting for a batch
 *     included
 */
public record Budget(long queries, Duration time) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public Budget {
    if (queries < 1) {
      throw new IllegalArgumentException("query budget must be positive: " + queries);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time budget must be positive: " + time);
    }
  }

  /** No limit but the attack's own. */
  public static Budget unlimited() {
    return new Budget(Long.MAX_VALUE, Duration.ofDays(365));
  }

  /** A limit on the number of forward passes. */
  public static Budget ofQueries(long queries) {
    return new Budget(queries, unlimited().time());
  }

  /** A limit on the time. */
  public static Budget ofTime(Duration time) {
    return new Budget(Long.MAX_VALUE, time);
  }
}
