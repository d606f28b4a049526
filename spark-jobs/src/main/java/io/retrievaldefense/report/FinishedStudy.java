package io.retrievaldefense.report;

import io.retrievaldefense.config.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The numbers of a study as it has written them, to be put beside those of others.
 *
 * @param name of the study, such as its folder's
 * @param numbers in the order of the file
 */
public record FinishedStudy(String name, List<Number> numbers) {
  private static final List<String> COLUMNS =
      List.of(
          "variant",
          "model",
          "attack",
          "threat",
          "epsilon",
          "seeds",
          "mean",
          "least",
          "most",
          "difference_least",
          "difference_most",
          "claim");

  /** What a variant's model was measured to be. */
  record Row(String variant, EvaluatedModel model) {}

  /**
   * One accuracy.
   *
   * @param seeds how many it is the mean of
   * @param mean in percent
   * @param least of any seed
   * @param most of any seed
   * @param isAsBase whether it is the base's own number, in every seed
   * @param claim {@code higher} or {@code lower} than the base; {@code none}; empty for the base
   * @param queryMillis what a query costs; empty if that was not measured
   * @param queryRatio the same as a multiple of the plain network's
   * @param gap points above the plain network of the same run, and the least and the most of any
   *     seed; empty for that network itself, and if that was not measured
   * @param gapClaim what may be said of that, as {@code claim}
   * @param chosen for how many seeds validation images chose this N; empty where there was none to
   *     choose from
   */
  record Number(
      Row row,
      String attack,
      String threat,
      double epsilon,
      int seeds,
      double mean,
      double least,
      double most,
      boolean isAsBase,
      String claim,
      String queryMillis,
      String queryRatio,
      List<Double> gap,
      String gapClaim,
      String chosen) {}

  /** Copies the numbers. */
  public FinishedStudy {
    numbers = List.copyOf(numbers);
  }

  /**
   * @param name of the study
   * @param file what to call the file in an error
   * @param csv a {@code study.csv}, of this version or an earlier one
   * @return its numbers
   * @throws BadInputException if it is no such file
   */
  public static FinishedStudy read(String name, String file, byte[] csv) {
    try {
      CsvTable table = CsvTable.parse(csv);
      table.requireColumns(COLUMNS);
      List<Number> numbers = new ArrayList<>();
      for (Map<String, String> line : table.rows()) {
        numbers.add(number(line));
      }
      return new FinishedStudy(name, numbers);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "file must be the study.csv of a study: " + file + ": " + e.getMessage(), e);
    }
  }

  private static Number number(Map<String, String> line) {
    String least = line.get("difference_least");
    return new Number(
        new Row(line.get("variant"), EvaluatedModel.of(line.get("model"))),
        line.get("attack"),
        line.get("threat"),
        Double.parseDouble(line.get("epsilon")),
        Integer.parseInt(line.get("seeds")),
        Double.parseDouble(line.get("mean")),
        Double.parseDouble(line.get("least")),
        Double.parseDouble(line.get("most")),
        isZero(least) && isZero(line.get("difference_most")),
        line.get("claim"),
        line.getOrDefault("query_ms", ""),
        line.getOrDefault("query_ratio", ""),
        Stream.of("gap", "gap_least", "gap_most")
            .map(column -> line.getOrDefault(column, ""))
            .filter(value -> !value.isEmpty())
            .map(Double::parseDouble)
            .toList(),
        line.getOrDefault("gap_claim", ""),
        line.getOrDefault("chosen", ""));
  }

  private static boolean isZero(String difference) {
    return !difference.isEmpty() && Double.parseDouble(difference) == 0;
  }
}
