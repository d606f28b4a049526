package io.retrievaldefense.poisoning;

import io.retrievaldefense.report.Csv;
import io.retrievaldefense.report.MeasuredTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What planted entries do, as lines.
 *
 * @param rows by attack and number of planted entries
 */
public record PoisoningTable(List<Row> rows) implements MeasuredTable {
  private static final List<String> COLUMNS =
      List.of(
          "attack",
          "planted",
          "share_of_index",
          "examples",
          "success",
          "planted_among_neighbors",
          "clean_accuracy");

  /** What is planted, and for whom. */
  public enum Attack {
    /** Public images with the trigger, under the target's label: any image with the trigger. */
    BACKDOOR,
    /** Noisy copies of one image, under another label: that image alone. */
    VICTIM;

    /**
     * @return its name in tables
     */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One attack with one number of planted entries.
   *
   * @param attack which
   * @param planted k; 0 is what happens without any
   * @param shareOfIndex k of all entries
   * @param examples images that were asked about
   * @param success share of them that get the planted label
   * @param retrieved share of their neighbours that are planted
   * @param cleanAccuracy accuracy on test images as they are, with the entries there; NaN where it
   *     was not measured
   */
  public record Row(
      Attack attack,
      int planted,
      double shareOfIndex,
      int examples,
      double success,
      double retrieved,
      double cleanAccuracy) {}

  /** Copies the list. */
  public PoisoningTable {
    rows = List.copyOf(rows);
  }

  @Override
  public Csv csv() {
    Csv csv = new Csv(COLUMNS);
    for (Row row : rows) {
      csv.line(
          row.attack().id(),
          row.planted(),
          Csv.decimal(row.shareOfIndex(), 6),
          row.examples(),
          Csv.decimal(row.success(), 4),
          Csv.decimal(row.retrieved(), 4),
          Csv.decimal(row.cleanAccuracy(), 4));
    }
    return csv;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      String line =
          String.format(
              Locale.ROOT,
              "%s, %d planted (%.3f %% of the index): success on %d images %.1f %%, planted among"
                  + " neighbours %.1f %%",
              row.attack().id(),
              row.planted(),
              100 * row.shareOfIndex(),
              row.examples(),
              100 * row.success(),
              100 * row.retrieved());
      lines.add(
          Double.isNaN(row.cleanAccuracy())
              ? line
              : line + String.format(Locale.ROOT, ", clean %.2f %%", 100 * row.cleanAccuracy()));
    }
    return lines;
  }
}
