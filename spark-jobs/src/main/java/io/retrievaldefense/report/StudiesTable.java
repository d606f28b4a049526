package io.retrievaldefense.report;

import static java.util.stream.Collectors.joining;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.report.FinishedStudy.Number;
import io.retrievaldefense.report.FinishedStudy.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Studies as one table in Markdown, a line for each model of a variant: clean accuracy and by how
 * much that is above the plain CNN of the same run, the worst case under every threat model at
 * every epsilon, and what a query costs; which study, where there are several, and how often
 * validation images chose this N, where they did. A plain network that is the base's own is not
 * repeated.
 *
 * @param studies in the order of the table
 * @param models those that are shown; all if empty
 * @param threats those that are shown; all if empty
 * @param epsilons those that are shown; all if empty
 * @param withGaps whether it stands beside each worst case too by how much it is above the plain
 *     CNN's of the same run
 */
public record StudiesTable(
    List<FinishedStudy> studies,
    Collection<EvaluatedModel> models,
    Collection<ThreatModel> threats,
    Collection<Double> epsilons,
    boolean withGaps) {
  private static final double PIXEL_LEVELS = 255;
  private static final String NOT_MEASURED = "-";

  /** Copies what is given. */
  public StudiesTable {
    studies = List.copyOf(studies);
    models = List.copyOf(models);
    threats = List.copyOf(threats);
    epsilons = List.copyOf(epsilons);
  }

  /**
   * @return header and rows
   */
  public List<String> lines() {
    SortedMap<ThreatModel, SortedSet<Double>> attackers = attackers();
    boolean areSeveral = studies.size() > 1;
    boolean isChosen = shown().anyMatch(number -> !number.chosen().isEmpty());
    List<String> heads = new ArrayList<>();
    if (areSeveral) {
      heads.add("study");
    }
    heads.addAll(List.of("variant", "model"));
    if (isChosen) {
      heads.add("chosen");
    }
    heads.addAll(List.of("clean", "above the plain CNN"));
    attackers.forEach((threat, radii) -> heads.add(head(threat, radii)));
    heads.addAll(List.of("ms of a query", "seeds"));
    List<String> lines = new ArrayList<>();
    lines.add(line(heads));
    lines.add("|" + "---|".repeat(heads.size()));
    for (FinishedStudy study : studies) {
      rows(study)
          .forEach(
              (row, numbers) -> {
                List<String> cells = new ArrayList<>();
                if (areSeveral) {
                  cells.add(study.name());
                }
                cells.addAll(List.of(row.variant(), row.model().toString()));
                if (isChosen) {
                  cells.add(chosen(numbers.get(0)));
                }
                cells.addAll(cells(numbers, attackers));
                lines.add(line(cells));
              });
    }
    return lines;
  }

  private Stream<Number> shown() {
    return studies.stream().flatMap(study -> rows(study).values().stream()).flatMap(List::stream);
  }

  /** What the marks mean, to stand below the table. */
  public static String legend() {
    return "Accuracy in percent, the mean over seeds (least to most). \u2191 and \u2193: higher or lower than"
        + " the same model of the study's base (where it has none nothing is compared), or than the plain"
        + " CNN, by what seeds and images allow to claim. An attacker's column has the worst"
        + " case at each epsilon, and behind a semicolon, if asked for, by how much that is above the"
        + " plain CNN's; a query is timed on one thread, \u00d7 is a multiple of the plain"
        + " CNN's in the same run.";
  }

  /**
   * Refuses models, threat models and epsilons that no study has measured, which would leave a
   * table empty.
   *
   * @throws BadInputException naming what there is
   */
  public void requireMeasured() {
    List<Number> all = studies.stream().flatMap(study -> study.numbers().stream()).toList();
    require("model", models, all.stream().map(number -> number.row().model()).toList());
    List<Number> attacked = all.stream().filter(StudiesTable::isWorstCase).toList();
    require(
        "threat model",
        threats,
        attacked.stream().map(number -> ThreatModel.of(number.threat())).toList());
    require("epsilon", epsilons, attacked.stream().map(Number::epsilon).toList());
  }

  private static <T> void require(String what, Collection<T> asked, List<T> measured) {
    for (T one : asked) {
      if (!measured.contains(one)) {
        throw new BadInputException(
            "%s must be one of those that the studies have measured, %s: %s"
                .formatted(what, new LinkedHashSet<>(measured), one));
      }
    }
  }

  /** The epsilons of every attacker that a shown model was put to. */
  private SortedMap<ThreatModel, SortedSet<Double>> attackers() {
    SortedMap<ThreatModel, SortedSet<Double>> attackers = new TreeMap<>();
    shown()
        .filter(StudiesTable::isWorstCase)
        .filter(number -> epsilons.isEmpty() || epsilons.contains(number.epsilon()))
        .filter(number -> threats.isEmpty() || threats.contains(ThreatModel.of(number.threat())))
        .forEach(
            number ->
                attackers
                    .computeIfAbsent(ThreatModel.of(number.threat()), any -> new TreeSet<>())
                    .add(number.epsilon()));
    return attackers;
  }

  private static String head(ThreatModel threat, SortedSet<Double> radii) {
    return "`%s` at %s"
        .formatted(threat, radii.stream().map(StudiesTable::name).collect(joining(" / ")));
  }

  private Map<Row, List<Number>> rows(FinishedStudy study) {
    Map<Row, List<Number>> rows = new LinkedHashMap<>();
    for (Number number : study.numbers()) {
      if (models.isEmpty() || models.contains(number.row().model())) {
        rows.computeIfAbsent(number.row(), any -> new ArrayList<>()).add(number);
      }
    }
    rows.entrySet()
        .removeIf(
            row ->
                !row.getKey().model().isDefence()
                    && row.getValue().stream().allMatch(Number::isAsBase));
    return rows;
  }

  private List<String> cells(
      List<Number> numbers, SortedMap<ThreatModel, SortedSet<Double>> attackers) {
    List<String> cells = new ArrayList<>();
    cells.add(cell(numbers, ResultsTable.CLEAN, ResultsTable.NO_THREAT, 0, false));
    cells.add(
        numbers.stream()
            .filter(number -> number.attack().equals(ResultsTable.CLEAN))
            .map(StudiesTable::gap)
            .findFirst()
            .orElse(""));
    attackers.forEach((threat, radii) -> cells.add(worstCases(numbers, threat, radii)));
    cells.add(cost(numbers.get(0)));
    cells.add(Integer.toString(numbers.get(0).seeds()));
    return cells;
  }

  /** Of its seeds, those for which validation images chose it. */
  private static String chosen(Number number) {
    return number.chosen().isEmpty() ? "" : number.chosen() + " of " + number.seeds();
  }

  private String worstCases(List<Number> numbers, ThreatModel threat, SortedSet<Double> radii) {
    boolean isAttacked =
        numbers.stream().anyMatch(n -> isWorstCase(n) && n.threat().equals(threat.id()));
    return !isAttacked
        ? ""
        : radii.stream()
            .map(epsilon -> cell(numbers, ResultsTable.WORST_CASE, threat.id(), epsilon, withGaps))
            .map(cell -> cell.isEmpty() ? NOT_MEASURED : cell)
            .collect(joining(" / "));
  }

  private static boolean isWorstCase(Number number) {
    return number.attack().equals(ResultsTable.WORST_CASE);
  }

  private static String cell(
      List<Number> numbers, String attack, String threat, double epsilon, boolean withGap) {
    return numbers.stream()
        .filter(number -> number.attack().equals(attack))
        .filter(number -> number.threat().equals(threat) && number.epsilon() == epsilon)
        .map(
            number ->
                withGap && !gap(number).isEmpty()
                    ? shown(number) + "; " + gap(number)
                    : shown(number))
        .findFirst()
        .orElse("");
  }

  /** By how many points it is above the plain network's of the same run; empty where not known. */
  private static String gap(Number number) {
    return number.gap().isEmpty()
        ? ""
        : spread(number.seeds(), number.gap()) + mark(number.gapClaim());
  }

  /** A mean, and of several seeds the least and the most. */
  private static String spread(int seeds, List<Double> values) {
    List<String> shown = values.stream().map(value -> Numbers.decimal(value, 1)).toList();
    return seeds == 1
        ? shown.get(0)
        : String.format("%s (%s to %s)", shown.get(0), shown.get(1), shown.get(2));
  }

  private static String shown(Number number) {
    String spread = spread(number.seeds(), List.of(number.mean(), number.least(), number.most()));
    return spread + mark(number.claim());
  }

  private static String mark(String claim) {
    return switch (claim) {
      case "higher" -> " \u2191";
      case "lower" -> " \u2193";
      default -> "";
    };
  }

  private static String cost(Number number) {
    if (number.queryMillis().isEmpty()) {
      return "";
    }
    String millis = Numbers.decimal(Double.parseDouble(number.queryMillis()), 2);
    return number.queryRatio().isEmpty()
        ? millis
        : millis + ", \u00d7" + Numbers.decimal(Double.parseDouble(number.queryRatio()), 2);
  }

  /** {@code .02}, and {@code 8/255} where a decimal would be a long one. */
  private static String name(double epsilon) {
    String decimal = Numbers.epsilon(epsilon);
    double levels = epsilon * PIXEL_LEVELS;
    boolean isFraction = decimal.length() > 6 && Math.abs(levels - Math.rint(levels)) < 1e-3;
    return isFraction ? Math.round(levels) + "/255" : decimal.replaceFirst("^0\\.", ".");
  }

  private static String line(List<String> cells) {
    StringBuilder line = new StringBuilder("|");
    cells.forEach(cell -> line.append(' ').append(cell.replace("|", "\\|")).append(" |"));
    return line.toString();
  }
}
