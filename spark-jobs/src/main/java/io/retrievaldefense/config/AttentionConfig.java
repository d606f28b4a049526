package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * What attention and head learn beyond the paper's; at the defaults nothing.
 *
 * @param keyLength length of learned queries and keys in place of one U; 0 for U
 * @param valueLength length of learned values in place of h-bar; 0 for h-bar
 * @param temperature what attention's scores are divided by, or where that starts
 * @param learnedTemperature whether the temperature is learned
 * @param localMixup share of the loss that is about convex sums of the retrieved set
 * @param labels whether the head sees y-bar
 */
public record AttentionConfig(
    int keyLength,
    int valueLength,
    double temperature,
    boolean learnedTemperature,
    double localMixup,
    boolean labels) {
  static final ConfigKey<Integer> KEY_LENGTH =
      ConfigKey.integer(
          "classifier.key-length",
          0,
          65_536,
          "length of learned queries Q h and keys K h_n in place of one U; 0 for U");
  static final ConfigKey<Integer> VALUE_LENGTH =
      ConfigKey.integer(
          "classifier.value-length",
          0,
          65_536,
          "length of learned values V h_n in place of h_n; 0 for h_n");
  static final ConfigKey<Double> TEMPERATURE =
      ConfigKey.number(
          "classifier.temperature",
          Interval.above(0, 1000),
          "what attention's scores are divided by");
  static final ConfigKey<Boolean> LEARNED_TEMPERATURE =
      ConfigKey.flag(
          "classifier.learned-temperature", "learn the temperature, from where it is set");
  static final ConfigKey<Double> LOCAL_MIXUP =
      ConfigKey.number(
          "classifier.local-mixup",
          Interval.closed(0, 1),
          "share of the loss that is of random convex sums of the retrieved set");
  static final ConfigKey<Boolean> LABELS =
      ConfigKey.flag("classifier.labels", "show the head the neighbours' labels, y-bar");

  static final List<ConfigKey<?>> KEYS =
      List.of(KEY_LENGTH, VALUE_LENGTH, TEMPERATURE, LEARNED_TEMPERATURE, LOCAL_MIXUP, LABELS);

  /** Checks every value. */
  public AttentionConfig {
    KEY_LENGTH.check(keyLength);
    VALUE_LENGTH.check(valueLength);
    TEMPERATURE.check(temperature);
    LOCAL_MIXUP.check(localMixup);
  }

  static AttentionConfig read(Config config) {
    return new AttentionConfig(
        KEY_LENGTH.read(config),
        VALUE_LENGTH.read(config),
        TEMPERATURE.read(config),
        LEARNED_TEMPERATURE.read(config),
        LOCAL_MIXUP.read(config),
        LABELS.read(config));
  }
}
