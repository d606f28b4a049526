package io.retrievaldefense.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Objects;

/**
 * One key of the configuration: its path, type, range and meaning.
 *
 * @param <T> the Java type of its value
 */
public final class ConfigKey<T> {
  private final String path;
  private final ValueKind<T> kind;
  private final String description;

  private ConfigKey(String path, ValueKind<T> kind, String description) {
    this.path = Objects.requireNonNull(path, "path");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.description = Objects.requireNonNull(description, "description");
  }

  static <T> ConfigKey<T> of(String path, ValueKind<T> kind, String description) {
    return new ConfigKey<>(path, kind, description);
  }

  static ConfigKey<Integer> integer(String path, int least, int most, String description) {
    return of(path, NumberKinds.integer(least, most), description);
  }

  static ConfigKey<Double> number(String path, Interval range, String description) {
    return of(path, NumberKinds.number(range), description);
  }

  static ConfigKey<Boolean> flag(String path, String description) {
    return of(path, TextKinds.FLAG, description);
  }

  static <E extends Enum<E>> ConfigKey<E> choice(String path, Class<E> type, String description) {
    return of(path, TextKinds.choice(type), description);
  }

  static <T> ConfigKey<List<T>> list(
      String path, int least, ValueKind<T> element, String description) {
    return of(path, new ListKind<>(least, element), description);
  }

  /**
   * @return where it stands in the file, {@code section.name}
   */
  public String path() {
    return path;
  }

  /**
   * @return what its value must be, such as {@code a whole number in [1, 10]}
   */
  public String range() {
    return kind.rule().replaceFirst("^be ", "");
  }

  /**
   * @return what it means, in half a sentence
   */
  public String description() {
    return description;
  }

  /**
   * Checks a value against the key's range.
   *
   * @param value the value
   * @return the value
   * @throws ConfigException naming key, range and value
   */
  public T check(T value) {
    if (value == null || !kind.allows(value)) {
      throw new ConfigException(message(value == null ? "null" : kind.show(value), ""));
    }
    return value;
  }

  T read(Config config) {
    if (!config.hasPath(path)) {
      throw new ConfigException(message("null", ""));
    }
    ConfigValue value = config.getValue(path);
    return kind.parse(value.unwrapped())
        .orElseThrow(
            () ->
                new ConfigException(
                    message(
                        value.render(ConfigRenderOptions.concise()),
                        " (" + value.origin().description() + ")")));
  }

  String show(Config config) {
    return kind.show(read(config));
  }

  ValueKind<T> kind() {
    return kind;
  }

  private String message(String actual, String where) {
    return path + " must " + kind.rule() + ": " + actual + where;
  }

  @Override
  public String toString() {
    return path;
  }
}
