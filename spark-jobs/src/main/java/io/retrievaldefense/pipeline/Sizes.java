package io.retrievaldefense.pipeline;

import java.util.Locale;

/** Numbers of bytes as people write them. */
public final class Sizes {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Sizes() {}

  /**
   * @param bytes how many, at least 0
   * @return such as {@code 512 bytes}, {@code 35.8 MB}; a kB is 1000 bytes
   */
  public static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1000 && unit + 1 < UNITS.length) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
