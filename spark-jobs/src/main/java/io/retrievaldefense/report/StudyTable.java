package io.retrievaldefense.report;

import io.retrievaldefense.report.ResultsCsvReader.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The numbers of a study: by variant, model and measure, with one value per seed. */
public final class StudyTable {
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
          "difference",
          "difference_least",
          "difference_most",
          "claim",
          "query_ms",
          "query_ratio",
          "gap",
          "gap_least",
          "gap_most",
          "gap_claim",
          "chosen");
  private static final String REPORT = "report ";
  private static final String CHOSEN = "train-classifier chosen-neighbors";
  private static final double POINTS = 100;
  private static final Measure CLEAN = new Measure(ResultsTable.CLEAN, ResultsTable.NO_THREAT, 0);

  /** What was measured of a model. */
  public record Measure(String attack, String threat, double epsilon) {

    boolean isClean() {
      return attack.equals(ResultsTable.CLEAN);
    }

    boolean isHeadline() {
      return isClean() || attack.equals(ResultsTable.WORST_CASE);
    }
  }

  /** A row of the page. */
  public record Row(String variant, String model) {}

  /**
   * How often validation images chose an N.
   *
   * @param seeds for which they did
   * @param of how many
   */
  record Chosen(long seeds, int of) {}

  private record Key(Row row, Measure measure) {}

  /**
   * An accuracy.
   *
   * @param percent of images
   * @param halfInterval half of its 95 % interval, in points
   * @param images how many
   * @param clean of which images, if they are clean ones and it is known
   */
  private record Accuracy(
      double percent, double halfInterval, long images, Optional<CleanAnswers> clean) {

    /** Half of the 95 % interval of the difference to another, in points. */
    double halfInterval(Accuracy other) {
      return clean
          .flatMap(own -> other.clean.flatMap(own::halfInterval))
          .map(half -> POINTS * half)
          // As of different images; that they are the same ones makes the interval only smaller.
          .orElseGet(() -> Math.hypot(halfInterval, other.halfInterval));
    }
  }

  private final String base;
  private final Map<Key, SortedMap<Long, Accuracy>> accuracies = new LinkedHashMap<>();
  private final Map<String, Map<String, SortedMap<Long, Double>>> figures = new LinkedHashMap<>();

  private StudyTable(String base) {
    this.base = base;
  }

  /**
   * @param base the variant that others are compared with
   * @param results of runs
   * @return their numbers
   */
  public static StudyTable of(String base, List<StudyResult> results) {
    StudyTable table = new StudyTable(base);
    for (StudyResult result : results) {
      for (Result number : ResultsCsvReader.results(result.run().csv())) {
        Measure measure = new Measure(number.attack(), number.threat(), number.epsilon());
        Key key = new Key(new Row(result.variant(), number.model()), measure);
        double halfInterval = POINTS * (number.high() - number.low()) / 2;
        table
            .accuracies
            .computeIfAbsent(key, any -> new TreeMap<>())
            .put(
                result.seed(),
                new Accuracy(
                    POINTS * number.accuracy(),
                    halfInterval,
                    number.examples(),
                    measure.isClean()
                        ? Optional.ofNullable(result.clean().get(number.model()))
                        : Optional.empty()));
      }
      Map<String, SortedMap<Long, Double>> own =
          table.figures.computeIfAbsent(result.variant(), any -> new TreeMap<>());
      result
          .run()
          .figures()
          .forEach(
              (name, value) ->
                  own.computeIfAbsent(name, any -> new TreeMap<>()).put(result.seed(), value));
    }
    return table;
  }

  /** Variants and models, in the order of the runs. */
  List<Row> rows() {
    Set<Row> rows = new LinkedHashSet<>();
    accuracies.keySet().forEach(key -> rows.add(key.row()));
    return List.copyOf(rows);
  }

  /** Clean accuracy and worst cases. */
  List<Measure> headlines() {
    Set<Measure> measures = new LinkedHashSet<>();
    accuracies.keySet().stream()
        .map(Key::measure)
        .filter(Measure::isHeadline)
        .sorted(
            Comparator.comparing(Measure::attack)
                .thenComparing(Measure::threat)
                .thenComparingDouble(Measure::epsilon))
        .forEach(measures::add);
    return List.copyOf(measures);
  }

  /** Accuracies in percent by seed. */
  Optional<SortedMap<Long, Double>> values(Row row, Measure measure) {
    return Optional.ofNullable(accuracies.get(new Key(row, measure))).map(StudyTable::percents);
  }

  /** Differences in points to the same model of the base, by the seeds that both have. */
  SortedMap<Long, Double> differences(Row row, Measure measure) {
    return row.variant().equals(base)
        ? new TreeMap<>()
        : differences(row, new Row(base, row.model()), measure);
  }

  /** Differences in points to the plain network of the same run, which is the variant's own. */
  SortedMap<Long, Double> gaps(Row row, Measure measure) {
    Row plain = plain(row);
    return row.equals(plain) ? new TreeMap<>() : differences(row, plain, measure);
  }

  private SortedMap<Long, Double> differences(Row row, Row other, Measure measure) {
    SortedMap<Long, Double> differences = values(row, measure).orElseGet(TreeMap::new);
    SortedMap<Long, Double> before = values(other, measure).orElseGet(TreeMap::new);
    differences.keySet().retainAll(before.keySet());
    differences.replaceAll((seed, value) -> value - before.get(seed));
    return differences;
  }

  /** The plain network of the same run. */
  private static Row plain(Row row) {
    return new Row(row.variant(), EvaluatedModel.BASELINE.toString());
  }

  private static SortedMap<Long, Double> percents(SortedMap<Long, Accuracy> bySeed) {
    SortedMap<Long, Double> percents = new TreeMap<>();
    bySeed.forEach((seed, accuracy) -> percents.put(seed, accuracy.percent()));
    return percents;
  }

  /** What the differences show; nothing where there are none. */
  Optional<Claim> claim(Row row, Measure measure) {
    return claim(differences(row, measure), row, new Row(base, row.model()), measure);
  }

  /** What the differences to the plain network of the same run show; nothing for that itself. */
  Optional<Claim> gapClaim(Row row, Measure measure) {
    return claim(gaps(row, measure), row, plain(row), measure);
  }

  private Optional<Claim> claim(
      SortedMap<Long, Double> differences, Row row, Row other, Measure measure) {
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<Long, Accuracy> own = accuracies.get(new Key(row, measure));
    SortedMap<Long, Accuracy> before = accuracies.get(new Key(other, measure));
    double[] halves =
        differences.keySet().stream()
            .mapToDouble(seed -> own.get(seed).halfInterval(before.get(seed)))
            .toArray();
    SortedMap<Long, Accuracy> clean = accuracies.getOrDefault(new Key(row, CLEAN), new TreeMap<>());
    boolean ofAll =
        differences.keySet().stream()
            .allMatch(
                seed ->
                    clean.containsKey(seed) && clean.get(seed).images() == own.get(seed).images());
    return Optional.of(Claim.of(differences.values(), ofMean(halves, ofAll)));
  }

  /**
   * Half of the interval of the mean over seeds. Each seed draws some of the test images to attack
   * by itself; where all are taken, as all clean ones are, they may be the same for every seed, and
   * then more seeds do not make the interval smaller.
   */
  private static double ofMean(double[] halves, boolean ofAll) {
    double squares = Arrays.stream(halves).map(half -> half * half).sum();
    return ofAll ? Math.sqrt(squares / halves.length) : Math.sqrt(squares) / halves.length;
  }

  /** Milliseconds of a query by seed; empty where that was not measured. */
  SortedMap<Long, Double> queryMillis(Row row) {
    return figures
        .getOrDefault(row.variant(), Map.of())
        .getOrDefault(REPORT + QueryCosts.figure(row.model()), new TreeMap<>());
  }

  /** The same as a multiple of the plain network's in the same run. */
  SortedMap<Long, Double> queryRatios(Row row) {
    SortedMap<Long, Double> plain = queryMillis(plain(row));
    SortedMap<Long, Double> ratios = new TreeMap<>();
    queryMillis(row)
        .forEach(
            (seed, millis) -> {
              if (plain.containsKey(seed)) {
                ratios.put(seed, millis / plain.get(seed));
              }
            });
    return ratios;
  }

  /**
   * For how many of how many seeds validation images chose the row's N; empty where there was none
   * to choose from.
   */
  Optional<Chosen> chosen(Row row) {
    EvaluatedModel model = EvaluatedModel.of(row.model());
    SortedMap<Long, Double> neighbors =
        figures.getOrDefault(row.variant(), Map.of()).getOrDefault(CHOSEN, new TreeMap<>());
    long toChooseFrom =
        rows().stream()
            .filter(one -> one.variant().equals(row.variant()))
            .filter(one -> EvaluatedModel.of(one.model()).isDefence())
            .count();
    return model.isDefence() && toChooseFrom > 1 && !neighbors.isEmpty()
        ? Optional.of(
            new Chosen(
                neighbors.values().stream().filter(n -> n == model.neighbors()).count(),
                neighbors.size()))
        : Optional.empty();
  }

  /** Named numbers of the steps, by variant, name and seed; an N is none to take the mean of. */
  Map<String, Map<String, SortedMap<Long, Double>>> figures() {
    Map<String, Map<String, SortedMap<Long, Double>>> shown = new LinkedHashMap<>();
    figures.forEach(
        (variant, named) -> {
          Map<String, SortedMap<Long, Double>> others = new TreeMap<>(named);
          others.remove(CHOSEN);
          shown.put(variant, others);
        });
    return shown;
  }

  /**
   * @return every number on a line, accuracies in percent; what a query of the model costs, in
   *     milliseconds and as a multiple of the plain network's; by how many points it is above the
   *     plain network of the same run; what may be claimed of either difference; and for how many
   *     seeds validation images chose this N
   */
  public Csv csv() {
    Csv csv = new Csv(COLUMNS);
    accuracies.forEach(
        (key, bySeed) -> {
          Measure measure = key.measure();
          List<String> fields = new ArrayList<>();
          fields.add(key.row().variant());
          fields.add(key.row().model());
          fields.add(measure.attack());
          fields.add(measure.threat());
          fields.add(Numbers.epsilon(measure.epsilon()));
          fields.add(Integer.toString(bySeed.size()));
          addSpread(fields, percents(bySeed).values());
          addSpread(fields, differences(key.row(), measure).values());
          fields.add(name(claim(key.row(), measure)));
          fields.add(mean(queryMillis(key.row())));
          fields.add(mean(queryRatios(key.row())));
          addSpread(fields, gaps(key.row(), measure).values());
          fields.add(name(gapClaim(key.row(), measure)));
          fields.add(chosen(key.row()).map(chosen -> Long.toString(chosen.seeds())).orElse(""));
          csv.line(fields);
        });
    return csv;
  }

  private static String name(Optional<Claim> claim) {
    return claim.map(made -> made.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  private static void addSpread(List<String> fields, Collection<Double> values) {
    if (values.isEmpty()) {
      fields.addAll(List.of("", "", ""));
      return;
    }
    var spread = values.stream().mapToDouble(v -> v).summaryStatistics();
    for (double value : new double[] {spread.getAverage(), spread.getMin(), spread.getMax()}) {
      fields.add(Csv.decimal(value, 2));
    }
  }

  private static String mean(SortedMap<Long, Double> values) {
    return Csv.decimal(
        values.values().stream().mapToDouble(v -> v).average().orElse(Double.NaN), 3);
  }
}
