package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.Verdict;
import java.util.List;

/** What is seen first: the headline, what follows from it, the checklist's lights. */
final class FirstScreen {
  private final ResultsTable table;
  private final Checklist checklist;
  private final Headline headline;

  FirstScreen(ResultsTable table, Checklist checklist) {
    this.table = table;
    this.checklist = checklist;
    this.headline = new Headline(table, checklist);
  }

  void write(Markup page) {
    String verdict = Checklist.name(headline.verdict());
    page.open("section", "class", "first").element("h2", "In short");
    page.element("p", headline.trust(), "class", "verdict " + verdict);
    headline.effect().ifPresent(effect -> page.element("p", effect));
    cards(page);
    lights(page);
    page.close();
  }

  private void cards(Markup page) {
    page.open("div", "class", "cards");
    for (EvaluatedModel model : table.models()) {
      page.open("div", "class", "card");
      page.element("h3", name(model));
      table
          .clean(model)
          .ifPresent(
              cell -> {
                page.open("p", "class", "figure").text(Numbers.percent(cell.accuracy()) + " % ");
                page.element("small", "clean").close();
              });
      table.headlineThreat().ifPresent(threat -> worstCases(page, model, threat));
      page.close();
    }
    page.close();
    table
        .headlineThreat()
        .ifPresent(
            threat ->
                page.element(
                    "p",
                    "Worst case: an image counts only if it withstands every attack of "
                        + threat
                        + " and of weaker threat models.",
                    "class",
                    "note"));
  }

  private static String name(EvaluatedModel model) {
    if (model.isDefence()) {
      return "defence, " + model;
    }
    return model.isBaseline() ? "plain network" : "extractor's own classifier";
  }

  private void worstCases(Markup page, EvaluatedModel model, String threat) {
    page.element("p", "worst case by epsilon", "class", "note").open("dl");
    for (double epsilon : table.epsilons()) {
      table
          .inBlock(new ResultsTable.AttackedUnder(ResultsTable.WORST_CASE, threat), epsilon, model)
          .ifPresent(
              cell -> {
                page.element("dt", "\u03b5 " + Numbers.epsilon(epsilon));
                page.element("dd", Numbers.percent(cell.accuracy()) + " %");
              });
    }
    page.close();
  }

  /** Fails and warnings by name, each leading to its line; what passes is counted. */
  private void lights(Markup page) {
    List<Check> checks = checklist.checks();
    if (checks.isEmpty()) {
      return;
    }
    page.element("h3", "Checklist: " + checklist.summary());
    page.open("ul", "class", "lights");
    for (Verdict verdict : new Verdict[] {Verdict.FAIL, Verdict.WARN}) {
      for (int i = 0; i < checks.size(); i++) {
        if (checks.get(i).verdict() == verdict) {
          light(page, verdict, checks.get(i).item(), ChecklistSection.id(i));
        }
      }
    }
    int passed = checklist.count(Verdict.PASS);
    if (passed > 0) {
      light(page, Verdict.PASS, passed + " pass", ChecklistSection.ID);
    }
    page.close();
  }

  private static void light(Markup page, Verdict verdict, String text, String target) {
    String name = Checklist.name(verdict);
    page.open("li").open("a", "href", "#" + target, "class", "light " + name);
    page.element("span", symbol(verdict) + "\u00a0", "aria-hidden", "true");
    if (verdict != Verdict.PASS) {
      page.element("span", name + ": ", "class", "spoken");
    }
    page.text(text).close().close();
  }

  /** Not by colour alone. */
  static String symbol(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "\u2713";
      case WARN -> "!";
      case FAIL -> "\u2717";
    };
  }
}
