package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.util.List;
import java.util.OptionalDouble;

/** The numbers: headline, tables in the paper's form with its own beside, curves. */
final class ResultsSection {
  private static final double ZERO_GRADIENT_WARNING = 0.01;

  private static final String WORST_CASE =
      "An example counts as robust if it withstands every attack of that epsilon that an attacker"
          + " of this threat model, or of a weaker one, was given.";

  private final ResultsTable table;

  ResultsSection(ResultsTable table) {
    this.table = table;
  }

  void write(Markup page) {
    page.open("section").element("h2", "Accuracy");
    headline(page);
    page.element(
        "p",
        "In percent, with the 95 % Wilson interval; an example that is misclassified clean counts as"
            + " not robust. Beside it the paper's Table 1, on SVHN, whose attacks' steps and"
            + " gradient the paper does not state.",
        "class",
        "note");
    cleanTable(page);
    page.close();
    List<AttackedUnder> blocks = table.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      AttackedUnder block = blocks.get(i);
      page.open("section").element("h3", block.attack() + ", " + block.threat());
      page.element("p", meaning(block.threat()), "class", "note");
      if (block.attack().equals(ResultsTable.WORST_CASE)) {
        page.element("p", WORST_CASE, "class", "note");
      }
      attackTable(page, block);
      new EpsilonChart(table, block).write(page, "chart" + i);
      page.close();
    }
  }

  private static String meaning(String threat) {
    return switch (threat) {
      case "baseline-transfer" ->
          "The attacker holds the plain network only: its adversarial examples are shown to every"
              + " model.";
      case "private-index" ->
          "The attacker holds everything but the private set, and crafts through an index of public"
              + " images.";
      case "known-index" ->
          "The attacker holds everything, the private index too: each model's own gradient, with"
              + " retrieval re-run at every step. The baseline's column is its own gradient.";
      default -> "";
    };
  }

  private void headline(Markup page) {
    page.open("div", "class", "cards");
    for (EvaluatedModel model : table.models()) {
      page.open("div", "class", "card").element("h3", model.toString());
      table
          .clean(model)
          .ifPresent(
              cell ->
                  page.element(
                      "p", "clean " + Numbers.percent(cell.accuracy()) + " %", "class", "figure"));
      table.headlineThreat().ifPresent(threat -> worstCases(page, model, threat));
      page.close();
    }
    page.close();
  }

  private void worstCases(Markup page, EvaluatedModel model, String threat) {
    for (double epsilon : table.epsilons()) {
      table
          .cell(new CellKey(model, threat, ResultsTable.WORST_CASE, epsilon))
          .ifPresent(
              cell ->
                  page.element(
                      "p",
                      "worst case at "
                          + Numbers.epsilon(epsilon)
                          + ", "
                          + threat
                          + ": "
                          + Numbers.percent(cell.accuracy())
                          + " %"));
    }
  }

  private void cleanTable(Markup page) {
    open(page, "images");
    page.open("tr").element("th", "clean, all test images", "scope", "row");
    for (EvaluatedModel model : table.models()) {
      cell(page, table.clean(model).orElse(null), ResultsTable.CLEAN, 0, model);
    }
    page.close();
    page.close().close().close();
  }

  private void attackTable(Markup page, AttackedUnder block) {
    open(page, "epsilon");
    for (double epsilon : table.epsilons()) {
      page.open("tr").element("th", Numbers.epsilon(epsilon), "scope", "row");
      for (EvaluatedModel model : table.models()) {
        TableCell cell = table.inBlock(block, epsilon, model).orElse(null);
        cell(page, cell, block.attack(), epsilon, model);
      }
      page.close();
    }
    page.close().close().close();
  }

  /** Opens a table up to its body: a column of this run and one of the paper for each model. */
  private void open(Markup page, String corner) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", corner, "scope", "col");
    for (EvaluatedModel model : table.models()) {
      page.element("th", model.toString(), "scope", "col");
      page.element("th", "paper", "scope", "col", "class", "paper-column");
    }
    page.close().close().open("tbody");
  }

  private static void cell(
      Markup page, TableCell cell, String attack, double epsilon, EvaluatedModel model) {
    page.open("td");
    if (cell == null) {
      page.text("–");
    } else {
      WilsonInterval interval = cell.interval();
      page.element("strong", Numbers.percent(cell.accuracy()));
      page.element(
          "small",
          String.format(
              " %s to %s, n = %s",
              Numbers.percent(interval.low()),
              Numbers.percent(interval.high()),
              Numbers.count(cell.examples())));
      if (cell.zeroGradientShare() > ZERO_GRADIENT_WARNING) {
        page.element(
            "small",
            " zero gradient on " + Numbers.percent(cell.zeroGradientShare()) + " %",
            "class",
            "warning");
      }
    }
    page.close();
    OptionalDouble paper = PaperTable.instance().percent(attack, epsilon, model);
    page.element(
        "td",
        paper.isPresent() ? Numbers.decimal(paper.getAsDouble(), 2) : "–",
        "class",
        "paper-column");
  }
}
