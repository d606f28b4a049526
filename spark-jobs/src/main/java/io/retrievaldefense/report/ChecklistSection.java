package io.retrievaldefense.report;

import io.retrievaldefense.attacks.evaluation.Check;

/** The reviewer's checklist as a table. */
final class ChecklistSection {
  /** What the lights of the first screen lead to. */
  static final String ID = "checklist";

  private final Checklist checklist;

  ChecklistSection(Checklist checklist) {
    this.checklist = checklist;
  }

  /** The place of an item in the page. */
  static String id(int item) {
    return "check-" + item;
  }

  void write(Markup page) {
    page.open("section", "id", ID).element("h2", "Checklist");
    page.element(
        "p",
        "What a reviewer asks of an evaluation of a defence: "
            + checklist.summary()
            + ". A fail means that the numbers are not to be believed as they stand.",
        "class",
        "note");
    page.open("div", "class", "scroll").open("table", "class", "wordy").open("tbody");
    for (int i = 0; i < checklist.checks().size(); i++) {
      Check check = checklist.checks().get(i);
      String verdict = Checklist.name(check.verdict());
      page.open("tr", "id", id(i)).element("th", check.item(), "scope", "row");
      page.open("td");
      page.element(
          "strong",
          FirstScreen.symbol(check.verdict()) + " " + verdict,
          "class",
          "verdict-" + verdict);
      page.close();
      page.element("td", check.figure(), "class", "words").close();
    }
    page.close().close().close().close();
  }
}
