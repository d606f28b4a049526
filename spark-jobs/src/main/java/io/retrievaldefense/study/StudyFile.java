package io.retrievaldefense.study;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.retrievaldefense.config.ConfigException;
import io.retrievaldefense.study.StudySpec.Design;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A study as HOCON:
 *
 * <pre>
 * title = "What the projection costs"
 * base = "../cifar10.conf"            # beside this file
 * settings { attacks.suite = quick }  # over the base, for all runs
 * seeds = [1, 2, 3]
 * design = one-at-a-time              # or grid
 * factors = [
 *   { key = projection.dimension, values = [32, 128, full] }
 *   { name = training, levels = [
 *     { name = adversarial, settings { extractor.adversarial.steps = 7 } } ] } ]
 * </pre>
 */
public final class StudyFile {
  private static final Set<String> KEYS =
      Set.of("title", "base", "settings", "seeds", "design", "factors");
  private static final Set<String> FACTOR_KEYS = Set.of("name", "key", "values", "levels");
  private static final Set<String> LEVEL_KEYS = Set.of("name", "settings");

  private StudyFile() {}

  /**
   * @param file a local file
   * @return the study
   * @throws ConfigException if it cannot be read or is no study
   */
  public static StudySpec read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConfigException("study file must be readable: " + file);
    }
    try {
      Config config =
          ConfigFactory.parseFile(
                  file.toFile(),
                  ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false))
              .resolve();
      return spec(config, file);
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("study file must be a study: " + e.getMessage(), e);
    }
  }

  private static StudySpec spec(Config config, Path file) {
    requireKnown("study", config, KEYS);
    List<Factor> factors = new ArrayList<>();
    if (config.hasPath("factors")) {
      config.getConfigList("factors").forEach(factor -> factors.add(factor(factor)));
    }
    return new StudySpec(
        config.getString("title"),
        file.resolveSibling(config.getString("base")).normalize(),
        config.hasPath("settings") ? settings(config.getConfig("settings")) : List.of(),
        design(config.hasPath("design") ? config.getString("design") : "one-at-a-time"),
        factors,
        config.hasPath("seeds") ? config.getLongList("seeds") : List.of(1L));
  }

  private static Design design(String word) {
    for (Design design : Design.values()) {
      if (word.equals(design.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return design;
      }
    }
    throw new ConfigException("design of a study must be one-at-a-time or grid: " + word);
  }

  private static Factor factor(Config config) {
    requireKnown("factor of a study", config, FACTOR_KEYS);
    if (config.hasPath("levels") == config.hasPath("key")) {
      throw new ConfigException(
          "factor of a study must have key and values, or levels: "
              + config.root().render(ConfigRenderOptions.concise()));
    }
    List<Level> levels = new ArrayList<>();
    if (config.hasPath("levels")) {
      for (Config level : config.getConfigList("levels")) {
        requireKnown("level of a study", level, LEVEL_KEYS);
        levels.add(new Level(level.getString("name"), settings(level.getConfig("settings"))));
      }
      return new Factor(config.getString("name"), levels);
    }
    String key = config.getString("key");
    for (ConfigValue value : config.getList("values")) {
      levels.add(new Level(text(value), List.of(key + "=" + text(value))));
    }
    return new Factor(config.hasPath("name") ? config.getString("name") : key, levels);
  }

  private static List<String> settings(Config config) {
    List<String> settings = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      settings.add(entry.getKey() + "=" + text(entry.getValue()));
    }
    settings.sort(null);
    return settings;
  }

  /** As one would write it behind {@code --set}. */
  private static String text(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      return value.unwrapped().toString();
    }
    return value instanceof ConfigList list && list.isEmpty()
        ? "[]"
        : value.render(ConfigRenderOptions.concise());
  }

  private static void requireKnown(String thing, Config config, Set<String> keys) {
    for (String key : config.root().keySet()) {
      if (!keys.contains(key)) {
        throw new ConfigException(
            String.format(
                "key of a %s must be one of %s: %s (%s)",
                thing,
                keys.stream().sorted().toList(),
                key,
                config.root().get(key).origin().description()));
      }
    }
  }
}
