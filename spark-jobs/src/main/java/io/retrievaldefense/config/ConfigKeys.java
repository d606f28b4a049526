package io.retrievaldefense.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All keys there are, in the order in which they are documented. */
public final class ConfigKeys {
  static final ConfigKey<Long> SEED =
      ConfigKey.of("seed", NumberKinds.LONG, "every random choice of the run follows from it");

  private static final List<ConfigKey<?>> ALL = collect();
  private static final Map<String, ConfigKey<?>> BY_PATH = byPath();

  private ConfigKeys() {}

  /**
   * @return every key
   */
  public static List<ConfigKey<?>> all() {
    return ALL;
  }

  /** The key of that path. */
  static ConfigKey<?> named(String path, String where) {
    ConfigKey<?> key = BY_PATH.get(path);
    if (key == null && BY_PATH.keySet().stream().anyMatch(known -> known.startsWith(path + "."))) {
      throw new ConfigException(path + " must be a section, with keys and values in it" + where);
    }
    if (key == null) {
      throw new ConfigException(
          String.format(
              "configuration key must be a known one: %s (nearest: %s)%s",
              path, Nearest.of(path, BY_PATH.keySet()), where));
    }
    return key;
  }

  private static List<ConfigKey<?>> collect() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    keys.add(SEED);
    keys.addAll(DataConfig.KEYS);
    keys.addAll(SplitConfig.KEYS);
    keys.addAll(StreetNumbersConfig.KEYS);
    keys.addAll(BaselineConfig.KEYS);
    keys.addAll(ExtractorConfig.KEYS);
    keys.addAll(ImportedModelConfig.KEYS);
    keys.addAll(AdversarialConfig.KEYS);
    keys.addAll(AttentionTuningConfig.KEYS);
    keys.addAll(ProjectionConfig.KEYS);
    keys.addAll(IndexConfig.KEYS);
    keys.addAll(QueryConfig.KEYS);
    keys.addAll(ClassifierConfig.KEYS);
    keys.addAll(TrainingQueriesConfig.KEYS);
    keys.addAll(AttentionConfig.KEYS);
    keys.addAll(AttacksConfig.KEYS);
    keys.addAll(IfgsmConfig.KEYS);
    keys.addAll(RuntimeConfig.KEYS);
    keys.addAll(ReportConfig.KEYS);
    return List.copyOf(keys);
  }

  private static Map<String, ConfigKey<?>> byPath() {
    Map<String, ConfigKey<?>> keys = new TreeMap<>();
    for (ConfigKey<?> key : ALL) {
      keys.put(key.path(), key);
    }
    return keys;
  }
}
