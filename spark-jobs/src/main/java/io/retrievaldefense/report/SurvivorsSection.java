package io.retrievaldefense.report;

import java.util.Map;

/** What the attacks did that were run on what others had left robust. */
final class SurvivorsSection {
  private final ResultsTable table;

  SurvivorsSection(ResultsTable table) {
    this.table = table;
  }

  /** Nothing where there was no such attack. */
  void write(Markup page) {
    if (table.onSurvivors().isEmpty()) {
      return;
    }
    page.open("section").element("h2", "Attacks on what was still robust");
    page.element(
        "p",
        "Run in turn, each on what all attacks of its threat model before it, noise apart, had left robust: their"
            + " numbers are no accuracies of their own, but count for the worst case.",
        "class",
        "note");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column :
        new String[] {"attack", "threat model", "epsilon", "model", "examples", "broken"}) {
      page.element("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
    for (Map.Entry<CellKey, TableCell> entry : table.onSurvivors().entrySet()) {
      CellKey key = entry.getKey();
      TableCell cell = entry.getValue();
      page.open("tr").element("th", key.attack(), "scope", "row");
      page.element("td", key.threat()).element("td", Numbers.epsilon(key.epsilon()));
      page.element("td", key.model().toString());
      page.element("td", Numbers.count(cell.examples()));
      page.element("td", Numbers.count(cell.examples() - cell.robust())).close();
    }
    page.close().close().close().close();
  }
}
