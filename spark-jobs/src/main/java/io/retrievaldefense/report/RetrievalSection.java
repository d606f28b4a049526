package io.retrievaldefense.report;

/** How well and how fast neighbours are found. */
final class RetrievalSection {
  private final RetrievalQuality quality;

  RetrievalSection(RetrievalQuality quality) {
    this.quality = quality;
  }

  void write(Markup page) {
    page.open("section").element("h2", "Retrieval");
    page.element(
        "p",
        String.format(
            "Engine %s, measured with %s test images against exact search: %s µs a query, %s"
                + " candidates considered and %s exact distances computed on average.",
            quality.engine(),
            Numbers.count(quality.queries()),
            Numbers.decimal(quality.microsPerQuery(), 0),
            Numbers.decimal(quality.candidatesPerQuery(), 0),
            Numbers.decimal(quality.rerankedPerQuery(), 0)));
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "N", "scope", "col").element("th", "recall@N", "scope", "col");
    page.close().close().open("tbody");
    quality
        .recallAt()
        .forEach(
            (n, recall) ->
                page.open("tr")
                    .element("th", Numbers.count(n), "scope", "row")
                    .element("td", Numbers.decimal(recall, 4))
                    .close());
    page.close().close().close();
    shards(page);
    page.close();
  }

  private void shards(Markup page) {
    page.element("h3", "Bucket sizes");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column : new String[] {"shard", "rows", "buckets", "median", "largest", "capped"}) {
      page.element("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
    for (RetrievalQuality.Shard shard : quality.shards()) {
      page.open("tr").element("th", shard.name(), "scope", "row");
      for (long count :
          new long[] {
            shard.rows(), shard.buckets(), shard.median(), shard.largest(), shard.capped()
          }) {
        page.element("td", Numbers.count(count));
      }
      page.close();
    }
    page.close().close().close();
  }
}
