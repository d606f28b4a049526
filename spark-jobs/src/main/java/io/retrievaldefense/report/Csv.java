package io.retrievaldefense.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Comma-separated values under a header, each line ended by a line feed (RFC 4180 otherwise): equal
 * values give equal bytes, in any locale.
 */
public final class Csv {
  private final int columns;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param columns their names
   */
  public Csv(List<String> columns) {
    this.columns = columns.size();
    line(columns);
  }

  /**
   * Appends a line.
   *
   * @param values one per column, as Java prints them
   * @return this
   */
  public Csv line(List<?> values) {
    if (values.size() != columns) {
      throw new IllegalArgumentException("line must have " + columns + " values: " + values.size());
    }
    for (int i = 0; i < columns; i++) {
      text.append(i == 0 ? "" : ",").append(quoted(String.valueOf(values.get(i))));
    }
    text.append('\n');
    return this;
  }

  /** As {@link #line(List)}. */
  public Csv line(Object... values) {
    return line(List.of(values));
  }

  /**
   * @param value a number
   * @param digits behind the point
   * @return it as text, nothing for NaN, which says that something was not measured
   */
  public static String decimal(double value, int digits) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /**
   * @return header and lines
   */
  public String text() {
    return text.toString();
  }

  /**
   * @return header and lines, UTF-8
   */
  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param text a value
   * @return in quotes if it holds what CSV gives a meaning, as names of attacks and folders may
   */
  public static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
