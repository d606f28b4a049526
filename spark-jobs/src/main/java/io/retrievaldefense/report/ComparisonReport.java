package io.retrievaldefense.report;

import io.retrievaldefense.report.ResultsCsvReader.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Two or more runs side by side as one page: results, what was set otherwise, times, figures. */
public final class ComparisonReport {
  private static final String NOTHING = "-";

  private final List<ComparedRun> runs;
  private final List<List<Result>> results;

  private ComparisonReport(List<ComparedRun> runs) {
    this.runs = runs;
    this.results = runs.stream().map(run -> ResultsCsvReader.results(run.csv())).toList();
  }

  /** A row of the table of results. */
  private record Line(String attack, String threat, double epsilon) {
    static Line of(Result result) {
      return new Line(result.attack(), result.threat(), result.epsilon());
    }

    @Override
    public String toString() {
      return attack + (epsilon == 0 ? "" : ", " + threat + ", epsilon " + Numbers.epsilon(epsilon));
    }
  }

  /** A column of it. */
  private record Column(int run, String model) {}

  /**
   * @param runs at least two
   * @return the page, UTF-8
   * @throws IllegalArgumentException if there are fewer, or the results of one are not what they
   *     should be
   */
  public static byte[] bytes(List<ComparedRun> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException("runs to compare must be at least two: " + runs.size());
    }
    return HtmlPage.bytes("Runs compared", new ComparisonReport(runs)::content);
  }

  private void content(Markup page) {
    page.element(
        "p", String.join(", ", runs.stream().map(ComparedRun::name).toList()), "class", "lead");
    HtmlPage.contents(page);
    accuracies(page);
    curves(page);
    differences(page);
    perRun(page, "Seconds by step", keys(ComparisonReport::seconds), ComparisonReport::seconds);
    perRun(page, "Figures", keys(ComparisonReport::figures), ComparisonReport::figures);
  }

  private void accuracies(Markup page) {
    Map<Column, Map<Line, Result>> cells = new HashMap<>();
    Set<Line> lines = new LinkedHashSet<>();
    List<Column> columns = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      for (Result result : results.get(run)) {
        Column column = new Column(run, result.model());
        if (!columns.contains(column)) {
          columns.add(column);
        }
        lines.add(Line.of(result));
        cells.computeIfAbsent(column, any -> new HashMap<>()).put(Line.of(result), result);
      }
    }
    page.open("section", "id", "accuracy").element("h2", "Accuracy");
    page.element("p", "In percent, with the 95 % interval below.", "class", "note");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "", "scope", "col");
    for (int run = 0; run < runs.size(); run++) {
      int at = run;
      long models = columns.stream().filter(column -> column.run() == at).count();
      page.element(
          "th", runs.get(run).name(), "scope", "colgroup", "colspan", Long.toString(models));
    }
    page.close().open("tr").element("th", "attack", "scope", "col");
    columns.forEach(column -> page.element("th", column.model(), "scope", "col"));
    page.close().close().open("tbody");
    for (Line line : lines) {
      page.open("tr").element("th", line.toString(), "scope", "row");
      for (Column column : columns) {
        cell(page, cells.get(column).get(line));
      }
      page.close();
    }
    page.close().close().close().close();
  }

  /** A chart for each threat model that there is a worst case of. */
  private void curves(Markup page) {
    Set<String> threats = new TreeSet<>();
    for (List<Result> run : results) {
      run.stream().filter(ComparisonReport::isWorstCase).map(Result::threat).forEach(threats::add);
    }
    if (threats.isEmpty()) {
      return;
    }
    page.open("section", "id", "curves").element("h2", "Worst case over epsilon");
    for (String threat : threats) {
      page.element("h3", threat);
      new LineChart("Worst case of " + threat, "epsilon", " %", curves(threat))
          .write(page, "curve-" + threat);
    }
    page.close();
  }

  private List<LineChart.Series> curves(String threat) {
    List<LineChart.Series> series = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      Map<String, List<LineChart.Point>> models = new LinkedHashMap<>();
      for (Result result : results.get(run)) {
        if (isWorstCase(result) && result.threat().equals(threat)) {
          models
              .computeIfAbsent(result.model(), any -> new ArrayList<>())
              .add(new LineChart.Point(result.epsilon(), 100 * result.accuracy()));
        }
      }
      String name = runs.get(run).name();
      models.forEach(
          (model, points) -> {
            points.sort(Comparator.comparingDouble(LineChart.Point::at));
            series.add(new LineChart.Series(name + ", " + model, points));
          });
    }
    return series;
  }

  private static boolean isWorstCase(Result result) {
    return result.attack().equals(ResultsTable.WORST_CASE);
  }

  private static void cell(Markup page, Result result) {
    if (result == null) {
      page.element("td", NOTHING);
      return;
    }
    page.open("td").text(Numbers.percent(result.accuracy()) + " ");
    page.element("small", Numbers.percent(result.low()) + " to " + Numbers.percent(result.high()))
        .close();
  }

  private void differences(Markup page) {
    Set<String> different = new TreeSet<>();
    for (String key : keys(ComparedRun::configuration)) {
      if (runs.stream().map(run -> value(run, key)).distinct().count() > 1) {
        different.add(key);
      }
    }
    perRun(page, "What was set otherwise", different, ComparedRun::configuration);
  }

  private static String value(ComparedRun run, String key) {
    return run.configuration().getOrDefault(key, NOTHING);
  }

  private static Map<String, String> seconds(ComparedRun run) {
    Map<String, String> seconds = new HashMap<>();
    run.steps().forEach(step -> seconds.put(step.step(), Numbers.decimal(step.seconds(), 1)));
    return seconds;
  }

  private static Map<String, String> figures(ComparedRun run) {
    Map<String, String> figures = new HashMap<>();
    run.figures().forEach((name, value) -> figures.put(name, figure(value)));
    return figures;
  }

  private static String figure(double value) {
    return value == Math.rint(value)
        ? Numbers.count(Math.round(value))
        : Numbers.decimal(value, Math.abs(value) < 10 ? 4 : 1);
  }

  private Set<String> keys(Function<ComparedRun, ? extends Map<String, String>> values) {
    Set<String> keys = new TreeSet<>();
    runs.forEach(run -> keys.addAll(values.apply(run).keySet()));
    return keys;
  }

  private void perRun(
      Markup page,
      String heading,
      Set<String> keys,
      Function<ComparedRun, ? extends Map<String, String>> values) {
    page.open("section", "id", heading.toLowerCase(Locale.ROOT).replace(' ', '-'));
    page.element("h2", heading);
    if (keys.isEmpty()) {
      page.element("p", "Nothing.").close();
      return;
    }
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "", "scope", "col");
    runs.forEach(run -> page.element("th", run.name(), "scope", "col"));
    page.close().close().open("tbody");
    for (String key : keys) {
      page.open("tr").element("th", key, "scope", "row");
      for (ComparedRun run : runs) {
        page.element("td", values.apply(run).getOrDefault(key, NOTHING));
      }
      page.close();
    }
    page.close().close().close().close();
  }
}
