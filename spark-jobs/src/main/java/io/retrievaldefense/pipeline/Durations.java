package io.retrievaldefense.pipeline;

import java.util.Locale;

/** Durations as people write them. */
final class Durations {
  private Durations() {}

  /** Minutes and seconds, with hours if there are any: {@code 0:42}, {@code 1:03:20}. */
  static String clock(double seconds) {
    long all = Math.round(seconds);
    return all < 3600
        ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
  }

  /** Seconds with one decimal below a minute, a clock above. */
  static String text(double seconds) {
    return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : clock(seconds);
  }
}
