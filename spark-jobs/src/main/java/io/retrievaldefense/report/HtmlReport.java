package io.retrievaldefense.report;

import io.retrievaldefense.report.ReportData.StepTime;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The report as one HTML page that needs nothing else: style, charts, images and the scripts of the
 * legends and of the gallery's filters are in it.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * @param data what is in it
   * @return the page, UTF-8; equal data give equal bytes
   */
  public static byte[] bytes(ReportData data) {
    return HtmlPage.bytes(data.title(), page -> content(page, data));
  }

  private static void content(Markup page, ReportData data) {
    page.element("p", data.summary(), "class", "lead");
    new FirstScreen(data.table(), data.checklist()).write(page);
    download(page, data);
    HtmlPage.contents(page);
    new ResultsSection(data.table(), isProjectionSecret(data)).write(page);
    new SurvivorsSection(data.table()).write(page);
    new ChecklistSection(data.checklist()).write(page);
    data.details().write(page);
    data.retrieval().ifPresent(quality -> new RetrievalSection(quality).write(page));
    data.costs().ifPresent(costs -> new QueryCostSection(costs).write(page));
    steps(page, data);
    values(page, "Provenance", data.provenance());
    values(page, "Configuration", data.configuration());
  }

  private static boolean isProjectionSecret(ReportData data) {
    return "own".equals(data.configuration().get("attacks.stand-in-projection"));
  }

  private static void download(Markup page, ReportData data) {
    String csv = Base64.getEncoder().encodeToString(ResultsCsv.bytes(data.table()));
    page.open("p")
        .element(
            "a",
            "All numbers as CSV",
            "href",
            "data:text/csv;base64," + csv,
            "download",
            "results.csv");
    page.close();
  }

  private static void steps(Markup page, ReportData data) {
    page.open("section", "id", "steps").element("h2", "Steps");
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    page.element("th", "step", "scope", "col").element("th", "seconds", "scope", "col");
    page.element("th", "what", "scope", "col").close().close().open("tbody");
    for (StepTime step : data.steps()) {
      page.open("tr").element("th", step.step(), "scope", "row");
      page.element("td", Numbers.decimal(step.seconds(), 1));
      page.element("td", step.summary(), "class", "words").close();
    }
    page.close().close().close().close();
  }

  private static void values(Markup page, String heading, Map<String, String> values) {
    page.open("section", "id", heading.toLowerCase(Locale.ROOT)).open("details");
    page.open("summary").element("h2", heading).close();
    page.open("div", "class", "scroll").open("table", "class", "wordy").open("tbody");
    values.forEach(
        (key, value) ->
            page.open("tr")
                .element("th", key, "scope", "row")
                .element("td", value, "class", "words")
                .close());
    page.close().close().close().close().close();
  }
}
