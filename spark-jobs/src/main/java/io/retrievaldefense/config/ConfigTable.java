package io.retrievaldefense.config;

import com.typesafe.config.Config;

/** The documentation of the configuration, from the keys themselves. */
public final class ConfigTable {
  private ConfigTable() {}

  /**
   * @return a Markdown table of every key: default, range, meaning
   */
  public static String markdown() {
    Config defaults = RunConfigReader.defaultValues();
    StringBuilder table = new StringBuilder("| key | default | must be | meaning |\n");
    table.append("|---|---|---|---|\n");
    for (ConfigKey<?> key : ConfigKeys.all()) {
      table.append("| `").append(key.path()).append("` | ");
      String value = key.show(defaults);
      table.append(value.isEmpty() ? "" : "`" + value + "`").append(" | ");
      table.append(key.range()).append(" | ").append(key.description()).append(" |\n");
    }
    return table.toString();
  }
}
