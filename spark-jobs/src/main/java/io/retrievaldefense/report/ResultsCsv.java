package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The table as {@code results.csv}: equal tables give equal bytes, in any locale. */
public final class ResultsCsv {
  private static final String HEADER =
      "attack,threat,epsilon,model,examples,robust,accuracy,low,high,clean_accuracy,"
          + "zero_gradient_share,coverage\n";

  private ResultsCsv() {}

  /**
   * @param table the numbers
   * @return a header and a line per number, UTF-8, each line ended by a line feed
   */
  public static byte[] bytes(ResultsTable table) {
    StringBuilder csv = new StringBuilder(HEADER);
    table
        .cells()
        .forEach(
            (key, cell) -> {
              WilsonInterval interval = cell.interval();
              csv.append(
                  String.format(
                      Locale.ROOT,
                      "%s,%s,%s,%s,%d,%d,%.6f,%.6f,%.6f,%.6f,%.6f,%s\n",
                      quoted(key.attack()),
                      quoted(key.threat()),
                      Numbers.epsilon(key.epsilon()),
                      key.model(),
                      cell.examples(),
                      cell.robust(),
                      cell.accuracy(),
                      interval.low(),
                      interval.high(),
                      cell.cleanAccuracy(),
                      cell.zeroGradientShare(),
                      cell.coverage().id()));
            });
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A name of an attack may hold what CSV gives a meaning. */
  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
