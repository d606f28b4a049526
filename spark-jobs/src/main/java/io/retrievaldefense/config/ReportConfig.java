package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The report.
 *
 * @param title its heading
 * @param recallQueries test images by which recall against exact search is measured
 */
public record ReportConfig(String title, int recallQueries) {
  static final ConfigKey<String> TITLE =
      ConfigKey.of("report.title", TextKinds.TEXT, "the report's heading");
  static final ConfigKey<Integer> RECALL_QUERIES =
      ConfigKey.integer(
          "report.recall-queries",
          1,
          1_000_000,
          "test images by which recall against exact search is measured");

  static final List<ConfigKey<?>> KEYS = List.of(TITLE, RECALL_QUERIES);

  /** Checks every value. */
  public ReportConfig {
    TITLE.check(title);
    RECALL_QUERIES.check(recallQueries);
  }

  static ReportConfig read(Config config) {
    return new ReportConfig(TITLE.read(config), RECALL_QUERIES.read(config));
  }
}
