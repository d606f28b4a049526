package io.retrievaldefense.detection;

import io.retrievaldefense.report.NoticedAttacks;
import io.retrievaldefense.report.NoticedAttacksReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of what is noticed as a page with its curves. */
public final class DetectionPage {

  private DetectionPage() {}

  /**
   * @param title of the page
   * @param falsePositives share of validation images that the thresholds flag
   * @param table what is noticed
   * @return the page, UTF-8
   */
  public static byte[] bytes(String title, double falsePositives, DetectionTable table) {
    return NoticedAttacksReport.bytes(
        new NoticedAttacks(
            title,
            falsePositives,
            Arrays.stream(Roc.RATES).boxed().toList(),
            settings(table),
            table.adaptive().stream()
                .map(
                    row ->
                        new NoticedAttacks.Evasion(
                            row.epsilon(), row.examples(), row.fooled(), row.unnoticed()))
                .toList()));
  }

  private static List<NoticedAttacks.Setting> settings(DetectionTable table) {
    record Setting(String threat, double epsilon) {}
    Map<Setting, Map<String, List<DetectionTable.Row>>> grouped = new LinkedHashMap<>();
    for (DetectionTable.Row row : table.rows()) {
      grouped
          .computeIfAbsent(new Setting(row.threat(), row.epsilon()), any -> new LinkedHashMap<>())
          .computeIfAbsent(row.attack(), any -> new ArrayList<>())
          .add(row);
    }
    List<NoticedAttacks.Setting> settings = new ArrayList<>();
    grouped.forEach(
        (setting, attacks) ->
            settings.add(
                new NoticedAttacks.Setting(
                    setting.threat(),
                    setting.epsilon(),
                    attacks.values().stream().map(DetectionPage::attack).toList())));
    return settings;
  }

  private static NoticedAttacks.Attack attack(List<DetectionTable.Row> rows) {
    return new NoticedAttacks.Attack(
        rows.get(0).attack(),
        rows.get(0).examples(),
        rows.stream().map(DetectionPage::signal).toList());
  }

  private static NoticedAttacks.Signal signal(DetectionTable.Row row) {
    return new NoticedAttacks.Signal(
        row.signal(),
        row.roc().area(),
        Arrays.stream(row.roc().curve()).boxed().toList(),
        row.flagged(),
        row.roc().points().stream()
            .map(point -> new NoticedAttacks.CurvePoint(point.falsePositives(), point.found()))
            .toList());
  }
}
