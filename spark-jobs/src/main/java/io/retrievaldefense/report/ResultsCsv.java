package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import java.util.List;

/** The table as {@code results.csv}. */
public final class ResultsCsv {
  private static final int DIGITS = 6;

  private ResultsCsv() {}

  /**
   * @param table the numbers
   * @return a header and a line per number
   */
  public static byte[] bytes(ResultsTable table) {
    Csv csv =
        new Csv(
            List.of(
                "attack",
                "threat",
                "epsilon",
                "model",
                "examples",
                "robust",
                "accuracy",
                "low",
                "high",
                "clean_accuracy",
                "zero_gradient_share",
                "coverage"));
    table
        .cells()
        .forEach(
            (key, cell) -> {
              WilsonInterval interval = cell.interval();
              csv.line(
                  key.attack(),
                  key.threat(),
                  Numbers.epsilon(key.epsilon()),
                  key.model(),
                  cell.examples(),
                  cell.robust(),
                  Csv.decimal(cell.accuracy(), DIGITS),
                  Csv.decimal(interval.low(), DIGITS),
                  Csv.decimal(interval.high(), DIGITS),
                  Csv.decimal(cell.cleanAccuracy(), DIGITS),
                  Csv.decimal(cell.zeroGradientShare(), DIGITS),
                  cell.coverage().id());
            });
    return csv.bytes();
  }
}
