package io.retrievaldefense.voting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Members and their vote side by side.
 *
 * @param rows one for each and epsilon
 */
public record VotingTable(List<Row> rows) {
  private static final String HEADER = "model,epsilon,examples,clean,worst_case\n";

  /**
   * One model at one epsilon.
   *
   * @param model its name
   * @param epsilon radius of the Linf ball, of pixels in [0,1]
   * @param examples how many images
   * @param clean how many of them are classified right
   * @param robust how many of them are right whatever attack is run, of all
   */
  public record Row(String model, double epsilon, int examples, int clean, int robust) {}

  /** Copies the list. */
  public VotingTable {
    rows = List.copyOf(rows);
  }

  /**
   * @return header and rows as CSV
   */
  public String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (Row row : rows) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%.4f,%.4f\n",
              row.model(),
              row.epsilon(),
              row.examples(),
              (double) row.clean() / row.examples(),
              (double) row.robust() / row.examples()));
    }
    return csv.toString();
  }

  /**
   * @return the rows for the console
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, epsilon %s: %d images, clean %.1f %%, worst case %.1f %%",
              row.model(),
              row.epsilon(),
              row.examples(),
              100.0 * row.clean() / row.examples(),
              100.0 * row.robust() / row.examples()));
    }
    return lines;
  }
}
