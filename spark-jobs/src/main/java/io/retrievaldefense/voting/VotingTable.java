package io.retrievaldefense.voting;

import io.retrievaldefense.report.Csv;
import io.retrievaldefense.report.MeasuredTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Members and their vote side by side.
 *
 * @param rows one for each and epsilon
 */
public record VotingTable(List<Row> rows) implements MeasuredTable {
  private static final List<String> COLUMNS =
      List.of("model", "epsilon", "examples", "clean", "worst_case");

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

  @Override
  public Csv csv() {
    Csv csv = new Csv(COLUMNS);
    for (Row row : rows) {
      csv.line(
          row.model(),
          row.epsilon(),
          row.examples(),
          Csv.decimal(row.clean() / (double) row.examples(), 4),
          Csv.decimal(row.robust() / (double) row.examples(), 4));
    }
    return csv;
  }

  @Override
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
