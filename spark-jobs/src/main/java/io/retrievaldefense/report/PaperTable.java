package io.retrievaldefense.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Table 1 of the paper (Zhao, Li, Cho, SysML 2018): SVHN, in percent. The paper does not say whose
 * gradient was used, nor the number of steps; so it stands beside every threat model.
 */
public final class PaperTable {
  private static final String RESOURCE = "paper-table-1.csv";
  private static final PaperTable INSTANCE = read();

  private record Place(String attack, String epsilon, EvaluatedModel model) {}

  private final Map<Place, Double> percents;

  private PaperTable(Map<Place, Double> percents) {
    this.percents = Map.copyOf(percents);
  }

  /**
   * @return the table
   */
  public static PaperTable instance() {
    return INSTANCE;
  }

  /**
   * @param attack the attack's name; every iterative variant is looked up as the paper's one
   * @param epsilon size of the ball, 0 for the attack {@link ResultsTable#CLEAN}
   * @param model the model
   * @return the paper's accuracy in percent, if it has that entry
   */
  public OptionalDouble percent(String attack, double epsilon, EvaluatedModel model) {
    String name = attack.startsWith("ifgsm") ? "ifgsm" : attack;
    Double percent = percents.get(new Place(name, Numbers.epsilon(epsilon), model));
    return percent == null ? OptionalDouble.empty() : OptionalDouble.of(percent);
  }

  private static PaperTable read() {
    Map<Place, Double> percents = new HashMap<>();
    List<String> lines = lines();
    String[] header = lines.get(0).split(",");
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",");
      for (int column = 2; column < header.length; column++) {
        percents.put(
            new Place(fields[0], fields[1], EvaluatedModel.of(header[column])),
            Double.valueOf(fields[column]));
      }
    }
    return new PaperTable(percents);
  }

  private static List<String> lines() {
    try (InputStream in = PaperTable.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " must be readable in the jar", e);
    }
  }
}
