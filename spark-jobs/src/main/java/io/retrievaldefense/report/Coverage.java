package io.retrievaldefense.report;

import java.util.Locale;

/** Which examples a number is about. */
public enum Coverage {
  /** All that were chosen to be attacked: the number is an accuracy. */
  EVERY_EXAMPLE,
  /** Those that no attack of the same threat model but noise had broken. */
  SURVIVORS;

  /**
   * @return the name in {@code results.csv}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
