package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many house-number images are generated for each part.
 *
 * @param train images of part {@code train}
 * @param test images of part {@code test}
 * @param extra images of part {@code extra}
 */
public record StreetNumbersConfig(int train, int test, int extra) {
  private static final int MOST = 100_000_000;

  static final ConfigKey<Integer> TRAIN =
      ConfigKey.integer("data.street-numbers.train", 0, MOST, "generated images of part train");
  static final ConfigKey<Integer> TEST =
      ConfigKey.integer("data.street-numbers.test", 0, MOST, "generated images of part test");
  static final ConfigKey<Integer> EXTRA =
      ConfigKey.integer("data.street-numbers.extra", 0, MOST, "generated images of part extra");

  static final List<ConfigKey<?>> KEYS = List.of(TRAIN, TEST, EXTRA);

  /** Checks every value. */
  public StreetNumbersConfig {
    TRAIN.check(train);
    TEST.check(test);
    EXTRA.check(extra);
  }

  static StreetNumbersConfig read(Config config) {
    return new StreetNumbersConfig(TRAIN.read(config), TEST.read(config), EXTRA.read(config));
  }

  /** Refuses splits that ask for more images than are generated, before any is. */
  void requireEnough(Map<String, SplitConfig> splits) {
    Map<String, Integer> left = new HashMap<>(Map.of("train", train, "test", test, "extra", extra));
    splits.forEach(
        (name, split) -> {
          if (!left.containsKey(split.part())) {
            throw new ConfigException(
                name + ".part must be one of train, test, extra: " + split.part());
          }
        });
    splits.forEach(
        (name, split) -> {
          int available = left.get(split.part());
          int wanted = split.count().isAll() ? 0 : split.count().limit().getAsInt();
          if (wanted > available) {
            throw new ConfigException(
                String.format(
                    "%s.count must be at most what other splits leave of"
                        + " data.street-numbers.%s, %d: %d",
                    name, split.part(), available, wanted));
          }
          left.put(split.part(), available - wanted);
        });
    splits.forEach(
        (name, split) -> {
          if (split.count().isAll() && left.get(split.part()) == 0) {
            throw new ConfigException(
                String.format(
                    "%s must leave images for %s.count: 0",
                    "data.street-numbers." + split.part(), name));
          }
        });
  }
}
