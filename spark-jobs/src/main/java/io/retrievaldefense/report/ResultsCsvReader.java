package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code results.csv}, of this version or an earlier one: columns are found by name. */
final class ResultsCsvReader {
  private static final String COVERAGE = "coverage";
  private static final String EVERY_EXAMPLE = "every-example";

  private ResultsCsvReader() {}

  /**
   * One number.
   *
   * @param model {@code baseline} or {@code N=10}
   * @param examples how many images; 0 where an earlier version does not say
   * @param accuracy in [0, 1], with its interval
   */
  record Result(
      String attack,
      String threat,
      double epsilon,
      String model,
      long examples,
      double accuracy,
      double low,
      double high) {}

  /**
   * The numbers that are about every attacked example.
   *
   * @throws IllegalArgumentException if a column is missing or a number is none
   */
  static List<Result> results(byte[] csv) {
    CsvTable table = CsvTable.parse(csv);
    table.requireColumns(
        List.of("attack", "threat", "epsilon", "model", "accuracy", "low", "high"));
    List<Result> results = new ArrayList<>();
    for (Map<String, String> row : table.rows()) {
      if (row.getOrDefault(COVERAGE, EVERY_EXAMPLE).equals(EVERY_EXAMPLE)) {
        results.add(
            new Result(
                row.get("attack"),
                row.get("threat"),
                Double.parseDouble(row.get("epsilon")),
                row.get("model"),
                Long.parseLong(row.getOrDefault("examples", "0")),
                Double.parseDouble(row.get("accuracy")),
                Double.parseDouble(row.get("low")),
                Double.parseDouble(row.get("high"))));
      }
    }
    return results;
  }
}
