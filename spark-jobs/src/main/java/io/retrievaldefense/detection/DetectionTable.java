package io.retrievaldefense.detection;

import io.retrievaldefense.report.Csv;
import io.retrievaldefense.report.MeasuredTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How well attacks are noticed.
 *
 * @param calibration what the thresholds were set on
 * @param clean by signal
 * @param rows by attack and signal
 * @param adaptive by epsilon
 */
public record DetectionTable(
    Calibration calibration, List<Clean> clean, List<Row> rows, List<Adaptive> adaptive)
    implements MeasuredTable {
  /** What the signal of all signals together is called. */
  public static final String COMBINED = "combined";

  /** What the attack of whoever knows the detector is called. */
  public static final String ADAPTIVE = "adaptive";

  /** What stands for all stored attacks under a threat model. */
  static final String ANY = "any";

  private static final int DIGITS = 4;

  /**
   * The thresholds' own images.
   *
   * @param images validation images
   * @param flagged of them, by all signals together
   */
  public record Calibration(int images, int flagged) {}

  /**
   * One signal on the clean images that were attacked.
   *
   * @param signal its name
   * @param examples how many images
   * @param flagged share of them above the threshold, which was set on others: the false positives
   */
  public record Clean(String signal, int examples, double flagged) {}

  /**
   * One signal against one attack.
   *
   * @param threat what the attacker held
   * @param attack its name; {@code any} of those that are stored under that threat model; or {@code
   *     adaptive}, of which each image's least suspected example counts
   * @param epsilon of the attack
   * @param signal its name
   * @param examples adversarial examples that fooled the defence
   * @param roc of them against the clean images that the defence gets right
   * @param flagged share of them above the calibrated threshold
   */
  public record Row(
      String threat,
      String attack,
      double epsilon,
      String signal,
      int examples,
      Roc roc,
      double flagged) {}

  /**
   * The attacker who knows the detector.
   *
   * @param epsilon of the attack
   * @param examples images that are classified right before
   * @param fooled of them, some point was of another class
   * @param unnoticed of them, some such point was not flagged
   */
  public record Adaptive(double epsilon, int examples, int fooled, int unnoticed) {}

  /** Copies the lists. */
  public DetectionTable {
    clean = List.copyOf(clean);
    rows = List.copyOf(rows);
    adaptive = List.copyOf(adaptive);
  }

  @Override
  public Csv csv() {
    List<String> columns =
        new ArrayList<>(
            List.of("threat", "attack", "epsilon", "signal", "examples", "area", "flagged"));
    for (double rate : Roc.RATES) {
      columns.add("found_at_" + rate);
    }
    Csv csv = new Csv(columns);
    for (Clean row : clean) {
      List<Object> values =
          new ArrayList<>(List.of("none", "clean", 0, row.signal(), row.examples(), ""));
      values.add(Csv.decimal(row.flagged(), DIGITS));
      values.addAll(Collections.nCopies(Roc.RATES.length, ""));
      csv.line(values);
    }
    for (Row row : rows) {
      List<Object> values =
          new ArrayList<>(
              List.of(row.threat(), row.attack(), row.epsilon(), row.signal(), row.examples()));
      values.add(Csv.decimal(row.roc().area(), DIGITS));
      values.add(Csv.decimal(row.flagged(), DIGITS));
      Arrays.stream(row.roc().curve()).forEach(found -> values.add(Csv.decimal(found, DIGITS)));
      csv.line(values);
    }
    return csv;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "thresholds: of %d validation images %d are flagged",
            calibration.images(),
            calibration.flagged()));
    for (Clean row : clean) {
      if (row.signal().equals(COMBINED)) {
        lines.add(
            String.format(
                Locale.ROOT,
                "clean: %d images, flagged %.1f %%",
                row.examples(),
                100 * row.flagged()));
      }
    }
    for (Row row : rows) {
      if (row.signal().equals(COMBINED)) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s, %s, epsilon %s: %d examples, area %.3f, flagged %.1f %%",
                row.threat(),
                row.attack(),
                row.epsilon(),
                row.examples(),
                row.roc().area(),
                100 * row.flagged()));
      }
    }
    for (Adaptive row : adaptive) {
      lines.add(
          String.format(
              Locale.ROOT,
              "adaptive, epsilon %s: of %d images %d are fooled, %d of them unnoticed:"
                  + " right or flagged %.1f %%",
              row.epsilon(),
              row.examples(),
              row.fooled(),
              row.unnoticed(),
              100 - 100.0 * row.unnoticed() / row.examples()));
    }
    return lines;
  }
}
