package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.List;

/** Attention and retrieval, clean and attacked: how sharp, how much of it on the true class. */
final class AttentionSection {
  private static final int PERCENT = 100;

  private final AttentionData data;

  AttentionSection(AttentionData data) {
    this.data = data;
  }

  void write(Markup page) {
    page.open("section", "id", "attention")
        .element("h2", "Attention and neighbours, " + data.model());
    page.element(
        "p",
        "Entropy is a share of what it is if all neighbours weigh the same; the weight on the true"
            + " class is what an answer by attention alone would have for it.",
        "class",
        "note");
    summaries(page);
    page.element("h3", "Largest attention weight");
    histogram().write(page, "top-weights");
    page.element("h3", "Neighbours of the true class");
    purity(page);
    page.close();
  }

  private void summaries(Markup page) {
    head(page, List.of("images", "number", "entropy", "largest weight", "on the true class"));
    for (AttentionSummary summary : data.summaries()) {
      page.open("tr").element("th", summary.name(), "scope", "row");
      page.element("td", Numbers.count(summary.images()));
      page.element("td", Numbers.decimal(summary.entropy(), 2));
      page.element("td", Numbers.decimal(summary.topWeight(), 2));
      page.element("td", Numbers.percent(summary.agreeing()) + " %").close();
    }
    page.close().close().close();
  }

  /** Bins as whole numbers: 1 is weights up to 0.1. */
  private LineChart histogram() {
    List<LineChart.Series> series = new ArrayList<>();
    for (AttentionSummary summary : data.summaries()) {
      List<LineChart.Point> points = new ArrayList<>();
      for (int bin = 0; bin < AttentionSummary.BINS; bin++) {
        points.add(new LineChart.Point(bin + 1, PERCENT * summary.share(bin)));
      }
      series.add(new LineChart.Series(summary.name(), points));
    }
    return new LineChart(
        "Images by their largest attention weight", "largest weight, in tenths", " %", series);
  }

  private void purity(Markup page) {
    List<String> columns = new ArrayList<>(List.of("class"));
    data.summaries().forEach(summary -> columns.add(summary.name()));
    head(page, columns);
    for (int label = 0; label < data.classes().size(); label++) {
      page.open("tr").element("th", data.classes().get(label), "scope", "row");
      for (AttentionSummary summary : data.summaries()) {
        double share = summary.purity()[label];
        page.element(
            "td",
            Double.isNaN(share) ? "-" : Numbers.percent(share) + " %",
            "class",
            "bar",
            "style",
            "--share:" + (Double.isNaN(share) ? "0" : Numbers.decimal(share, 3)));
      }
      page.close();
    }
    page.close().close().close();
  }

  private static void head(Markup page, List<String> columns) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    columns.forEach(column -> page.element("th", column, "scope", "col"));
    page.close().close().open("tbody");
  }
}
