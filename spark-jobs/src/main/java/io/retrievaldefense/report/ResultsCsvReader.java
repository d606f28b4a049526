package io.retrievaldefense.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
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
   * @param accuracy in [0, 1], with its interval
   */
  record Result(
      String attack,
      String threat,
      double epsilon,
      String model,
      double accuracy,
      double low,
      double high) {}

  /**
   * The numbers that are about every attacked example.
   *
   * @throws IllegalArgumentException if a column is missing or a number is none
   */
  static List<Result> results(byte[] csv) {
    List<List<String>> lines = lines(new String(csv, StandardCharsets.UTF_8));
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("results must have a header: nothing");
    }
    Map<String, Integer> columns = new HashMap<>();
    for (String name : lines.get(0)) {
      columns.put(name, columns.size());
    }
    for (String name : List.of("attack", "threat", "epsilon", "model", "accuracy", "low", "high")) {
      if (!columns.containsKey(name)) {
        throw new IllegalArgumentException("results must have a column " + name + ": " + columns);
      }
    }
    List<Result> results = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Integer coverage = columns.get(COVERAGE);
      if (coverage == null || line.get(coverage).equals(EVERY_EXAMPLE)) {
        results.add(
            new Result(
                line.get(columns.get("attack")),
                line.get(columns.get("threat")),
                Double.parseDouble(line.get(columns.get("epsilon"))),
                line.get(columns.get("model")),
                Double.parseDouble(line.get(columns.get("accuracy"))),
                Double.parseDouble(line.get(columns.get("low"))),
                Double.parseDouble(line.get(columns.get("high")))));
      }
    }
    return results;
  }

  private static List<List<String>> lines(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        boolean isDoubled = isQuoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
        if (isDoubled) {
          field.append(c);
          i++;
        } else {
          isQuoted = !isQuoted;
        }
      } else if (!isQuoted && (c == ',' || c == '\n')) {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          lines.add(List.copyOf(fields));
          fields.clear();
        }
      } else {
        field.append(c);
      }
    }
    return lines;
  }
}
