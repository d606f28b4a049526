package io.retrievaldefense.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as the report writes them, the same in every locale. */
final class Numbers {
  private Numbers() {}

  /** Without superfluous digits: {@code 0.04}. */
  static String epsilon(double epsilon) {
    return epsilon == 0
        ? "0"
        : new BigDecimal(Double.toString(epsilon)).stripTrailingZeros().toPlainString();
  }

  /** A share as percent with one decimal, without the sign. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
