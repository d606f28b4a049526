package io.retrievaldefense.report;

import io.retrievaldefense.report.RetrievalQuality.BucketClass;

/** How well and how fast neighbours are found. */
final class RetrievalSection {
  private final RetrievalQuality quality;

  RetrievalSection(RetrievalQuality quality) {
    this.quality = quality;
  }

  void write(Markup page) {
    page.open("section", "id", "retrieval").element("h2", "Retrieval");
    page.element(
        "p",
        String.format(
            "Engine %s, measured with %s test images against exact search: %s queries a second on"
                + " one thread (%s \u00b5s each), %s candidates considered and %s exact distances"
                + " computed on average.",
            quality.engine(),
            Numbers.count(quality.queries()),
            Numbers.count(Math.round(1e6 / quality.microsPerQuery())),
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
    sweep(page);
    sizes(page);
    shards(page);
    page.close();
  }

  private void sweep(Markup page) {
    if (quality.sweep().isEmpty()) {
      return;
    }
    page.element("h3", "Recall against candidates");
    page.element(
        "p",
        "What more probes would buy, or fewer would cost: the share of the exact neighbours that is"
            + " found, over the rows that a query looks at.",
        "class",
        "note");
    new LineChart(
            "Recall@N by candidates of a query",
            "candidates of a query",
            " %",
            quality.recallAt().keySet().stream().map(this::recalls).toList())
        .write(page, "recall");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "probes of a table", "scope", "col");
    page.element("th", "candidates", "scope", "col");
    page.element("th", "queries/s", "scope", "col");
    quality.recallAt().keySet().forEach(n -> page.element("th", "recall@" + n, "scope", "col"));
    page.close().close().open("tbody");
    for (RetrievalQuality.SweepPoint point : quality.sweep()) {
      page.open("tr").element("th", Numbers.count(point.probes()), "scope", "row");
      page.element("td", Numbers.decimal(point.candidatesPerQuery(), 0));
      page.element("td", Numbers.count(Math.round(1e6 / point.microsPerQuery())));
      point.recallAt().values().forEach(r -> page.element("td", Numbers.decimal(r, 4)));
      page.close();
    }
    page.close().close().close();
  }

  private LineChart.Series recalls(int n) {
    return new LineChart.Series(
        "recall@" + n,
        quality.sweep().stream()
            .map(
                point ->
                    new LineChart.Point(point.candidatesPerQuery(), 100 * point.recallAt().get(n)))
            .toList());
  }

  private void sizes(Markup page) {
    if (quality.bucketSizes().isEmpty()) {
      return;
    }
    page.element("h3", "Bucket sizes");
    page.element(
        "p",
        "Buckets by how many rows they hold, and the share of all rows that is in them: the more"
            + " rows are in large buckets, the more skewed the hashing.",
        "class",
        "note");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column : new String[] {"rows of a bucket", "buckets", "of the rows"}) {
      page.element("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
    double all = quality.bucketSizes().stream().mapToLong(BucketClass::rows).sum();
    for (BucketClass size : quality.bucketSizes()) {
      String name =
          size.least() == size.most()
              ? Numbers.count(size.least())
              : Numbers.count(size.least()) + " to " + Numbers.count(size.most());
      page.open("tr").element("th", name, "scope", "row");
      page.element("td", Numbers.count(size.buckets()));
      page.element(
          "td",
          Numbers.percent(size.rows() / all) + " %",
          "class",
          "bar",
          "style",
          "--share:" + Numbers.decimal(size.rows() / all, 3));
      page.close();
    }
    page.close().close().close();
  }

  private void shards(Markup page) {
    page.element("h3", "Shards");
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
