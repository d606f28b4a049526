package io.retrievaldefense.report;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.evaluation.WilsonInterval;
import io.retrievaldefense.report.ResultsTable.AttackedUnder;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** The numbers: tables in the paper's form with its own beside, curves. */
final class ResultsSection {
  private static final double ZERO_GRADIENT_WARNING = 0.01;

  private static final String WORST_CASE =
      "An example counts as robust if it withstands every attack of that epsilon that an attacker"
          + " of this threat model, or of a weaker one, was given.";

  private final ResultsTable table;
  private final boolean isProjectionSecret;

  /**
   * @param isProjectionSecret whether the attacker without the private set lacks W too
   */
  ResultsSection(ResultsTable table, boolean isProjectionSecret) {
    this.table = table;
    this.isProjectionSecret = isProjectionSecret;
  }

  void write(Markup page) {
    page.open("section", "id", "accuracy").element("h2", "Accuracy");
    page.element(
        "p",
        "In percent, with the 95 % Wilson interval; an example that is misclassified clean counts as"
            + " not robust. Beside it the paper's Table 1, on SVHN, whose attacks' steps and"
            + " gradient the paper does not state: hollow squares in the charts. The buttons above a"
            + " chart choose its lines.",
        "class",
        "note");
    cleanTable(page);
    int chart = 0;
    for (AttackedUnder block : worstFirst()) {
      block(page, block, chart++);
    }
    page.close();
  }

  private List<AttackedUnder> worstFirst() {
    return table.blocks().stream()
        .sorted(
            Comparator.comparing((AttackedUnder block) -> !isWorstCase(block))
                .thenComparing(block -> ThreatModel.of(block.threat()), Comparator.reverseOrder())
                .thenComparing(AttackedUnder::attack))
        .toList();
  }

  private static boolean isWorstCase(AttackedUnder block) {
    return block.attack().equals(ResultsTable.WORST_CASE);
  }

  /** Folded but for the worst cases: with a large suite there are dozens. */
  private void block(Markup page, AttackedUnder block, int chart) {
    if (isWorstCase(block)) {
      page.open("details", "open", "open");
    } else {
      page.open("details");
    }
    page.open("summary").element("h3", block.attack() + ", " + block.threat()).close();
    page.element("p", meaning(block.threat()), "class", "note");
    if (isWorstCase(block)) {
      page.element("p", WORST_CASE, "class", "note");
    }
    attackTable(page, block);
    new EpsilonChart(table, block).write(page, "chart" + chart);
    page.close();
  }

  private String meaning(String threat) {
    return switch (threat) {
      case "baseline-transfer" ->
          "The attacker holds the plain network only: its adversarial examples are shown to every"
              + " model.";
      case "extractor-transfer" ->
          "The attacker also holds the extractor's own plain network, which is another one than the"
              + " public: its adversarial examples are shown to it and to the defence.";
      case "private-index" ->
          "The attacker holds everything but the private set"
              + (isProjectionSecret ? " and W" : "")
              + ", and crafts through an index of public images.";
      case "known-index" ->
          "The attacker holds everything, the private index too: each model's own gradient, with"
              + " retrieval re-run at every step. The baseline's column is its own gradient.";
      default -> "";
    };
  }

  private void cleanTable(Markup page) {
    boolean isPapers = isPapers(ResultsTable.CLEAN, List.of(0.0));
    open(page, "images", isPapers);
    page.open("tr").element("th", "clean, all test images", "scope", "row");
    for (EvaluatedModel model : table.models()) {
      cell(page, table.clean(model).orElse(null));
      if (isPapers) {
        paper(page, ResultsTable.CLEAN, 0, model);
      }
    }
    page.close();
    page.close().close().close();
  }

  private void attackTable(Markup page, AttackedUnder block) {
    boolean isPapers = isPapers(block.attack(), table.epsilons());
    open(page, "epsilon", isPapers);
    for (double epsilon : table.epsilons()) {
      page.open("tr").element("th", Numbers.epsilon(epsilon), "scope", "row");
      for (EvaluatedModel model : table.models()) {
        cell(page, table.inBlock(block, epsilon, model).orElse(null));
        if (isPapers) {
          paper(page, block.attack(), epsilon, model);
        }
      }
      page.close();
    }
    page.close().close().close();
  }

  /** Whether the paper has any number to stand beside these. */
  private boolean isPapers(String attack, List<Double> epsilons) {
    return epsilons.stream()
        .anyMatch(
            epsilon ->
                table.models().stream()
                    .anyMatch(
                        model ->
                            PaperTable.instance().percent(attack, epsilon, model).isPresent()));
  }

  /** Opens a table up to its body: for each model a column of this run, and one of the paper. */
  private void open(Markup page, String corner, boolean isPapers) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", corner, "scope", "col");
    for (EvaluatedModel model : table.models()) {
      page.element("th", model.toString(), "scope", "col");
      if (isPapers) {
        page.element("th", "paper", "scope", "col", "class", "paper-column");
      }
    }
    page.close().close().open("tbody");
  }

  private static void cell(Markup page, TableCell cell) {
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
  }

  private static void paper(Markup page, String attack, double epsilon, EvaluatedModel model) {
    OptionalDouble paper = PaperTable.instance().percent(attack, epsilon, model);
    page.element(
        "td",
        paper.isPresent() ? Numbers.decimal(paper.getAsDouble(), 2) : "–",
        "class",
        "paper-column");
  }
}
