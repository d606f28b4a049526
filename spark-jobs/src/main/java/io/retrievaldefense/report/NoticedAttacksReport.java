package io.retrievaldefense.report;

import io.retrievaldefense.report.NoticedAttacks.Attack;
import io.retrievaldefense.report.NoticedAttacks.Evasion;
import io.retrievaldefense.report.NoticedAttacks.Setting;
import io.retrievaldefense.report.NoticedAttacks.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** ROC curves by attack as one page that needs nothing else, with their numbers in tables. */
public final class NoticedAttacksReport {
  private static final double PERCENT = 100;

  /** A curve of fewer is all steps, and says nothing that the table does not. */
  private static final int LEAST_EXAMPLES = 20;

  private static final List<LineChart.Point> GUESSING =
      List.of(new LineChart.Point(0, 0), new LineChart.Point(PERCENT, PERCENT));

  private NoticedAttacksReport() {}

  /**
   * @param data what is in it
   * @return the page, UTF-8; equal data give equal bytes
   */
  public static byte[] bytes(NoticedAttacks data) {
    return HtmlPage.bytes(data.title(), page -> content(page, data));
  }

  private static void content(Markup page, NoticedAttacks data) {
    page.element(
        "p",
        "Each curve is a signal: the share of an attack's adversarial examples that a threshold"
            + " finds, over the share of clean images that the same threshold flags. The area under"
            + " it is 0.5 for guessing and 1 for a signal that tells all of them apart. Thresholds"
            + " that were set on validation images to flag "
            + Numbers.percent(data.falsePositives())
            + " % give the last column of each table. An attack with fewer than "
            + LEAST_EXAMPLES
            + " examples is in the tables only.",
        "class",
        "lead");
    HtmlPage.contents(page);
    evasions(page, data.evasions());
    data.settings().forEach(setting -> setting(page, data, setting));
  }

  private static void evasions(Markup page, List<Evasion> evasions) {
    if (evasions.isEmpty()) {
      return;
    }
    page.open("section", "id", "adaptive").element("h2", "The attacker who knows the detector");
    page.element(
        "p",
        "Of images that are classified right. Its curves are below, under "
            + "known-index: they are of each image's least suspected example.",
        "class",
        "note");
    head(page, List.of("epsilon", "images", "fooled", "unnoticed", "right or flagged"));
    for (Evasion evasion : evasions) {
      page.open("tr").element("th", Numbers.epsilon(evasion.epsilon()), "scope", "row");
      for (int count : new int[] {evasion.examples(), evasion.fooled(), evasion.unnoticed()}) {
        page.element("td", Numbers.count(count));
      }
      double passed = (double) evasion.unnoticed() / Math.max(1, evasion.examples());
      page.element("td", Numbers.percent(1 - passed) + " %").close();
    }
    page.close().close().close().close();
  }

  private static void setting(Markup page, NoticedAttacks data, Setting setting) {
    String epsilon = Numbers.epsilon(setting.epsilon());
    String id = (setting.threat() + "-" + epsilon).replaceAll("[^a-z0-9]+", "-");
    page.open("section", "id", id).element("h2", setting.threat() + ", epsilon " + epsilon);
    page.open("div", "class", "charts");
    for (int i = 0; i < setting.attacks().size(); i++) {
      Attack attack = setting.attacks().get(i);
      if (attack.examples() < LEAST_EXAMPLES) {
        continue;
      }
      String examples = Numbers.count(attack.examples()) + " examples";
      page.open("div").element("h3", attack.name() + ", " + examples);
      chart(setting, attack).write(page, id + "-" + i);
      page.close();
    }
    page.close();
    table(page, data.rates(), setting);
    page.close();
  }

  private static LineChart chart(Setting setting, Attack attack) {
    List<LineChart.Series> lines = new ArrayList<>();
    lines.add(new LineChart.Series("guessing", GUESSING));
    for (Signal signal : attack.signals()) {
      lines.add(
          new LineChart.Series(
              signal.name() + " " + Numbers.decimal(signal.area(), 2),
              signal.curve().stream()
                  .map(
                      point ->
                          new LineChart.Point(
                              PERCENT * point.falsePositives(), PERCENT * point.found()))
                  .toList()));
    }
    return new LineChart(
        String.format(
            Locale.ROOT,
            "%s under %s at epsilon %s: examples found by clean images flagged",
            attack.name(),
            setting.threat(),
            Numbers.epsilon(setting.epsilon())),
        "clean images flagged, %",
        "adversarial examples found, %",
        "",
        lines);
  }

  private static void table(Markup page, List<Double> rates, Setting setting) {
    List<String> columns = new ArrayList<>(List.of("attack", "signal", "examples", "area"));
    rates.forEach(rate -> columns.add("found at " + Numbers.epsilon(PERCENT * rate) + " %"));
    columns.add("flagged");
    head(page, columns);
    for (Attack attack : setting.attacks()) {
      for (Signal signal : attack.signals()) {
        page.open("tr").element("th", attack.name(), "scope", "row");
        page.element("td", signal.name()).element("td", Numbers.count(attack.examples()));
        page.element("td", Numbers.decimal(signal.area(), 3));
        signal.found().forEach(share -> page.element("td", Numbers.percent(share)));
        page.element("td", Numbers.percent(signal.flagged())).close();
      }
    }
    page.close().close().close();
  }

  /** Opens a table up to its body; three to close. */
  private static void head(Markup page, List<String> columns) {
    page.open("div", "class", "scroll").open("table").open("thead").open("tr");
    columns.forEach(column -> page.element("th", column, "scope", "col"));
    page.close().close().open("tbody");
  }
}
