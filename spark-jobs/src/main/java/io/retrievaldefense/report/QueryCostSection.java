package io.retrievaldefense.report;

import io.retrievaldefense.report.QueryCosts.Cost;

/** What an answer costs, of each model. */
final class QueryCostSection {
  private final QueryCosts costs;

  QueryCostSection(QueryCosts costs) {
    this.costs = costs;
  }

  void write(Markup page) {
    page.open("section", "id", "cost").element("h2", "Cost of a query");
    page.element(
        "p",
        String.format(
            "Milliseconds of an image on one thread, %s clean test images in batches of %d: the"
                + " median batch of several rounds, the models in turns.",
            Numbers.count(costs.images()), costs.batch()));
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column :
        new String[] {
          "model", "ms", "of the plain CNN", "network", "retrieval", "attention and layers"
        }) {
      page.element("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
    Cost plain = costs.models().get(EvaluatedModel.BASELINE);
    costs
        .models()
        .forEach(
            (model, cost) -> {
              page.open("tr").element("th", model.toString(), "scope", "row");
              millis(page, cost.millis());
              page.element(
                  "td",
                  plain == null
                      ? ""
                      : Numbers.decimal(cost.millis() / plain.millis(), 2) + " times");
              millis(page, cost.network());
              millis(page, cost.retrieval());
              millis(page, cost.attention());
              page.close();
            });
    page.close().close().close().close();
  }

  private static void millis(Markup page, double millis) {
    page.element("td", Numbers.decimal(millis, 3));
  }
}
