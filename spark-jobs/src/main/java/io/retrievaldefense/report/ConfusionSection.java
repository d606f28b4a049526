package io.retrievaldefense.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which classes are taken for which, clean and attacked. */
final class ConfusionSection {
  /** Larger tables nobody reads: their most frequent confusions are told instead. */
  private static final int MOST_CLASSES = 20;

  private static final int TOLD = 15;

  private final List<ConfusionMatrix> matrices;

  ConfusionSection(List<ConfusionMatrix> matrices) {
    this.matrices = matrices;
  }

  /** One class taken for another. */
  private record Confusion(int label, int answer, double share) {}

  void write(Markup page) {
    if (matrices.isEmpty()) {
      return;
    }
    page.open("section", "id", "confusion").element("h2", "Confusion");
    page.element(
        "p",
        "Of the images of a class (row), how many percent were given an answer (column).",
        "class",
        "note");
    for (ConfusionMatrix matrix : matrices) {
      page.element("h3", matrix.title() + ": " + Numbers.percent(matrix.accuracy()) + " % right");
      page.open("div", "class", "scroll").open("table", "class", "confusion");
      if (matrix.classes().size() <= MOST_CLASSES) {
        whole(page, matrix);
      } else {
        mostFrequent(page, matrix);
      }
      page.close().close();
    }
    page.close();
  }

  private static void whole(Markup page, ConfusionMatrix matrix) {
    page.open("thead").open("tr").element("th", "", "scope", "col");
    matrix.classes().forEach(name -> page.element("th", name, "scope", "col"));
    page.close().close().open("tbody");
    for (int label = 0; label < matrix.classes().size(); label++) {
      page.open("tr").element("th", matrix.classes().get(label), "scope", "row");
      for (int answer = 0; answer < matrix.classes().size(); answer++) {
        double share = matrix.share(label, answer);
        page.element(
            "td",
            share == 0 ? "" : Numbers.decimal(100 * share, 0),
            "class",
            label == answer ? "right" : "wrong",
            "style",
            "--share:" + Numbers.decimal(share, 3));
      }
      page.close();
    }
    page.close();
  }

  private static void mostFrequent(Markup page, ConfusionMatrix matrix) {
    List<Confusion> confusions = new ArrayList<>();
    for (int label = 0; label < matrix.classes().size(); label++) {
      for (int answer = 0; answer < matrix.classes().size(); answer++) {
        if (label != answer && matrix.share(label, answer) > 0) {
          confusions.add(new Confusion(label, answer, matrix.share(label, answer)));
        }
      }
    }
    confusions.sort(Comparator.comparingDouble(confusion -> -confusion.share()));
    page.open("thead").open("tr");
    for (String column : new String[] {"class", "taken for", "percent"}) {
      page.element("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
    for (Confusion confusion : confusions.subList(0, Math.min(TOLD, confusions.size()))) {
      page.open("tr").element("th", matrix.classes().get(confusion.label()), "scope", "row");
      page.element("td", matrix.classes().get(confusion.answer()));
      page.element("td", Numbers.percent(confusion.share())).close();
    }
    page.close();
  }
}
