package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The random Gaussian projection h' = W h (paper, section 2).
 *
 * @param dimension length d of h'
 */
public record ProjectionConfig(int dimension) {
  static final ConfigKey<Integer> DIMENSION =
      ConfigKey.integer("projection.dimension", 1, 4096, "length d of the projected feature h'");

  static final List<ConfigKey<?>> KEYS = List.of(DIMENSION);

  /** Checks the value. */
  public ProjectionConfig {
    DIMENSION.check(dimension);
  }

  static ProjectionConfig read(Config config) {
    return new ProjectionConfig(DIMENSION.read(config));
  }
}
