package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.Check;

/** The reviewer's checklist as a table. */
final class ChecklistSection {
  private final Checklist checklist;

  ChecklistSection(Checklist checklist) {
    this.checklist = checklist;
  }

  void write(Markup page) {
    page.open("section").element("h2", "Checklist");
    page.element(
        "p",
        "What a reviewer asks of an evaluation of a defence: "
            + checklist.summary()
            + ". A fail means that the numbers are not to be believed as they stand.",
        "class",
        "note");
    page.open("div", "class", "scroll").open("table").open("tbody");
    for (Check check : checklist.checks()) {
      String verdict = Checklist.name(check.verdict());
      page.open("tr").element("th", check.item(), "scope", "row");
      page.open("td").element("strong", verdict, "class", "verdict-" + verdict).close();
      page.element("td", check.figure(), "class", "words").close();
    }
    page.close().close().close().close();
  }
}
