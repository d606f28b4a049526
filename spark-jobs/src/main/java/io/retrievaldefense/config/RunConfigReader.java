package io.retrievaldefense.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads a run's configuration: settings of the command line over the user's file over the defaults.
 */
public final class RunConfigReader {
  /** Where a value comes from that the user has not set. */
  static final String DEFAULT = "default";

  private static final String DEFAULTS =
      "io/retrievaldefense/config/retrieval-defense-defaults.conf";

  private RunConfigReader() {}

  /**
   * The defaults with settings over them.
   *
   * @param settings {@code key=value} each, as {@code --set} takes them; later ones win
   * @return the configuration
   * @throws ConfigException if a key is unknown or a value is not in its range
   */
  public static RunConfig defaults(String... settings) {
    return read(ConfigFactory.empty(), List.of(settings));
  }

  /**
   * A local file with settings over it. The file may include others and refer to environment
   * variables, as HOCON allows.
   *
   * @param file the file
   * @param settings {@code key=value} each; later ones win
   * @return the configuration
   * @throws ConfigException if the file cannot be read, a key is unknown or a value not in its
   *     range
   */
  public static RunConfig file(Path file, List<String> settings) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConfigException("configuration file must be readable: " + file);
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
    return parsed(() -> ConfigFactory.parseFile(file.toFile(), options), settings);
  }

  /**
   * The text of a file with settings over it.
   *
   * @param text HOCON
   * @param origin where the text comes from, for messages
   * @param settings {@code key=value} each; later ones win
   * @return the configuration
   * @throws ConfigException if a key is unknown or a value is not in its range
   */
  public static RunConfig text(String text, String origin, List<String> settings) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
    return parsed(() -> ConfigFactory.parseReader(new StringReader(text), options), settings);
  }

  /**
   * What a key is where nobody sets it. A run that was made before there was the key was made as if
   * it had that value.
   *
   * @param path of a key
   * @return its default as text; "nothing" if there is no such key
   */
  public static String defaultValue(String path) {
    return defaults().values().getOrDefault(path, "nothing");
  }

  /** The configuration of the defaults alone, for documentation. */
  static Config defaultValues() {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(DEFAULT);
    return ConfigFactory.parseResources(RunConfigReader.class.getClassLoader(), DEFAULTS, options)
        .resolve();
  }

  private interface Parsing {
    Config parse();
  }

  private static RunConfig parsed(Parsing parsing, List<String> settings) {
    Config user;
    try {
      user = parsing.parse();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("configuration must be HOCON: " + e.getMessage(), e);
    }
    return read(user, settings);
  }

  private static RunConfig read(Config user, List<String> settings) {
    Config config = user;
    for (String setting : settings) {
      config = set(setting).withFallback(config);
    }
    try {
      config = config.withFallback(defaultValues()).resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("configuration must have no open reference: " + e.getMessage(), e);
    }
    config.root().forEach((name, value) -> requireKnown(ConfigUtil.joinPath(name), value));
    return new RunConfig(config);
  }

  /** Visits the leaves; a list or an empty object counts as one, so that it cannot hide. */
  private static void requireKnown(String path, ConfigValue value) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      Map<?, ?> children = (Map<?, ?>) value.unwrapped();
      if (!children.isEmpty()) {
        ((com.typesafe.config.ConfigObject) value)
            .forEach((name, child) -> requireKnown(path + "." + ConfigUtil.joinPath(name), child));
        return;
      }
    }
    ConfigKeys.named(path, " (" + value.origin().description() + ")");
  }

  private static Config set(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("setting must have the form key=value: " + setting);
    }
    String path = setting.substring(0, equals).trim();
    String text = setting.substring(equals + 1).trim();
    ValueKind<?> kind = ConfigKeys.named(path, " (--set)").kind();
    ConfigValue value =
        kind.isText() ? ConfigValueFactory.fromAnyRef(text, "--set") : hocon(path, text, kind);
    return value.atPath(path);
  }

  private static ConfigValue hocon(String path, String text, ValueKind<?> kind) {
    String value = kind.isList() && !text.startsWith("[") ? "[" + text + "]" : text;
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("--set");
    try {
      return ConfigFactory.parseReader(new StringReader("value = " + value), options)
          .getValue("value")
          .withOrigin(ConfigOriginFactory.newSimple("--set"));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(path + " must " + kind.rule() + ": " + text + " (--set)", e);
    }
  }
}
