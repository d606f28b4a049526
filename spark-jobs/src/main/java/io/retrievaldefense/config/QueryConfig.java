package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * From where the sharded index is queried; the results are the same.
 *
 * @param mode from where
 */
public record QueryConfig(Mode mode) {

  /** From where. */
  public enum Mode {
    /** The driver queries, with what the executors got by broadcast. */
    DRIVER,
    /** Each executor queries for a slice of the examples. */
    EXECUTORS
  }

  static final ConfigKey<Mode> MODE =
      ConfigKey.choice("query.mode", Mode.class, "from where the sharded index is queried");

  static final List<ConfigKey<?>> KEYS = List.of(MODE);

  /** Whether it is the driver that queries. */
  public boolean isByDriver() {
    return mode == Mode.DRIVER;
  }

  static QueryConfig read(Config config) {
    return new QueryConfig(MODE.read(config));
  }
}
