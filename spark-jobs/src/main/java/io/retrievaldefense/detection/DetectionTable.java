package io.retrievaldefense.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well attacks are noticed, as lines.
 *
 * @param rows by attack and signal
 * @param adaptive by epsilon
 */
public record DetectionTable(List<Row> rows, List<Adaptive> adaptive) {
  /** What the signal of all signals together is called. */
  public static final String COMBINED = "combined";

  /** What the attack of whoever knows the detector is called. */
  public static final String ADAPTIVE = "adaptive";

  /**
   * One signal against one attack.
   *
   * @param threat what the attacker held
   * @param attack its name; {@code any} of those that are stored under that threat model; or {@code
   *     adaptive}, of which each image's least suspected example counts
   * @param epsilon of the attack
   * @param signal its name
   * @param examples adversarial examples that fooled the defence
   * @param roc of them against clean images
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
   * @param examples images that are classified right and not flagged before
   * @param fooled of them, some point was of another class
   * @param unnoticed of them, some such point was not flagged
   */
  public record Adaptive(double epsilon, int examples, int fooled, int unnoticed) {}

  /** Copies the lists. */
  public DetectionTable {
    rows = List.copyOf(rows);
    adaptive = List.copyOf(adaptive);
  }

  /**
   * @return header and rows as CSV
   */
  public String csv() {
    StringBuilder csv = new StringBuilder("threat,attack,epsilon,signal,examples,area,flagged");
    for (double rate : Roc.RATES) {
      csv.append(",found_at_").append(rate);
    }
    csv.append('\n');
    for (Row row : rows) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%d,%.4f,%.4f",
              row.threat(),
              row.attack(),
              row.epsilon(),
              row.signal(),
              row.examples(),
              row.roc().area(),
              row.flagged()));
      for (double found : row.roc().curve()) {
        csv.append(String.format(Locale.ROOT, ",%.4f", found));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * @return what matters of it, for the console
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
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
              100 - 100.0 * row.unnoticed() / Math.max(1, row.examples())));
    }
    return lines;
  }
}
