package io.retrievaldefense.report;

import io.retrievaldefense.report.StudyTable.Measure;
import io.retrievaldefense.report.StudyTable.Row;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** A study as one page: accuracies with their spread over seeds, and what they show. */
public final class StudyReport {

  private StudyReport() {}

  /**
   * @param title of the page
   * @param table the numbers
   * @param same variants that are another one, by name
   * @param missing runs that it should have and has not
   * @return the page, UTF-8
   */
  public static byte[] bytes(
      String title, StudyTable table, Map<String, String> same, List<String> missing) {
    return HtmlPage.bytes(title, page -> content(page, table, same, missing));
  }

  private static void content(
      Markup page, StudyTable table, Map<String, String> same, List<String> missing) {
    page.element(
        "p",
        "Each variant against the base, accuracy in percent: the mean over seeds, from the least to"
            + " the most. A difference is marked as higher or lower where it is more than other images"
            + " would make, and the 95 % interval of paired differences of three seeds or more does not"
            + " hold 0 or every seed's is at least "
            + Numbers.decimal(Claim.POINTS, 0)
            + " points that way. All others are within what seeds and images differ by. Beneath it"
            + " stands the difference to the plain CNN of the same run, by the same rule. A query is"
            + " timed on one thread and held against the plain CNN's of the same run.",
        "class",
        "lead");
    HtmlPage.contents(page);
    accuracies(page, table);
    figures(page, table);
    list(
        page,
        "same",
        "Variants that are another one",
        same.entrySet().stream().map(one -> one.getKey() + ": as " + one.getValue()).toList());
    list(page, "missing", "Not run, or failed, and so not in these tables", missing);
  }

  private static void list(Markup page, String id, String heading, List<String> entries) {
    if (!entries.isEmpty()) {
      page.open("section", "id", id).element("h2", heading).open("ul");
      entries.forEach(entry -> page.element("li", entry));
      page.close().close();
    }
  }

  private static void accuracies(Markup page, StudyTable table) {
    List<Measure> measures = table.headlines();
    page.open("section", "id", "accuracy").element("h2", "Accuracy, clean and in the worst case");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "variant", "scope", "col").element("th", "model", "scope", "col");
    for (Measure measure : measures) {
      page.element("th", heading(measure), "scope", "col");
    }
    page.element("th", "ms of a query", "scope", "col");
    page.close().close().open("tbody");
    for (Row row : table.rows()) {
      page.open("tr").element("th", row.variant(), "scope", "row").open("td").text(row.model());
      table
          .chosen(row)
          .filter(chosen -> chosen.seeds() > 0)
          .ifPresent(
              chosen ->
                  page.empty("br")
                      .element(
                          "small",
                          "chosen on validation images: %d of %d seeds"
                              .formatted(chosen.seeds(), chosen.of())));
      page.close();
      for (Measure measure : measures) {
        page.open("td");
        table.values(row, measure).ifPresent(values -> cell(page, table, row, measure, values));
        page.close();
      }
      cost(page, table, row);
      page.close();
    }
    page.close().close().close().close();
  }

  private static void cost(Markup page, StudyTable table, Row row) {
    page.open("td");
    Collection<Double> millis = table.queryMillis(row).values();
    if (!millis.isEmpty()) {
      page.text(spread(millis, 2));
      Collection<Double> ratios = table.queryRatios(row).values();
      page.empty("br").element("small", spread(ratios, 2) + " times the CNN's");
    }
    page.close();
  }

  private static String heading(Measure measure) {
    return measure.attack().equals(ResultsTable.CLEAN)
        ? measure.attack()
        : measure.threat() + ", " + Numbers.epsilon(measure.epsilon());
  }

  private static void cell(
      Markup page, StudyTable table, Row row, Measure measure, SortedMap<Long, Double> values) {
    page.text(spread(values.values(), 1));
    difference(page, table.differences(row, measure), table.claim(row, measure), "");
    difference(page, table.gaps(row, measure), table.gapClaim(row, measure), " to the CNN");
  }

  private static void difference(
      Markup page, SortedMap<Long, Double> differences, Optional<Claim> claim, String to) {
    if (!differences.isEmpty()) {
      double mean = differences.values().stream().mapToDouble(d -> d).average().orElseThrow();
      String word =
          claim
              .filter(made -> made != Claim.NONE)
              .map(made -> ", " + made.name().toLowerCase(Locale.ROOT))
              .orElse("");
      page.empty("br").element("small", String.format(Locale.ROOT, "%+.1f%s%s", mean, to, word));
    }
  }

  private static String spread(Collection<Double> values, int digits) {
    var spread = values.stream().mapToDouble(v -> v).summaryStatistics();
    String mean = Numbers.decimal(spread.getAverage(), digits);
    return values.size() == 1
        ? mean
        : mean
            + " ("
            + Numbers.decimal(spread.getMin(), digits)
            + " to "
            + Numbers.decimal(spread.getMax(), digits)
            + ")";
  }

  private static void figures(Markup page, StudyTable table) {
    Set<String> names = new TreeSet<>();
    table.figures().values().forEach(figures -> names.addAll(figures.keySet()));
    page.open("section", "id", "figures").element("h2", "Figures of the steps");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "", "scope", "col");
    table.figures().keySet().forEach(variant -> page.element("th", variant, "scope", "col"));
    page.close().close().open("tbody");
    for (String name : names) {
      page.open("tr").element("th", name, "scope", "row");
      for (Map<String, SortedMap<Long, Double>> figures : table.figures().values()) {
        SortedMap<Long, Double> values = figures.get(name);
        page.element("td", values == null ? "" : spread(values.values(), 3));
      }
      page.close();
    }
    page.close().close().close().close();
  }
}
