package io.retrievaldefense.config;

import com.typesafe.config.Config;
import java.util.List;

/**
 * The random Gaussian projection h' = W h (paper, section 2).
 *
 * @param dimension length d of h'; all stands for h itself, without a projection
 * @param deployment which W of those that the run's seed gives
 */
public record ProjectionConfig(Count dimension, int deployment) {
  static final ConfigKey<Count> DIMENSION =
      ConfigKey.of(
          "projection.dimension",
          Count.kind("full", 1, 4096),
          "length d of the projected feature h'; full searches by h itself");
  static final ConfigKey<Integer> DEPLOYMENT =
      ConfigKey.integer(
          "projection.deployment",
          0,
          Integer.MAX_VALUE,
          "which W is drawn: each deployment of the same extractor has a secret one");

  static final List<ConfigKey<?>> KEYS = List.of(DIMENSION, DEPLOYMENT);

  /** Checks the values. */
  public ProjectionConfig {
    DIMENSION.check(dimension);
    DEPLOYMENT.check(deployment);
  }

  static ProjectionConfig read(Config config) {
    return new ProjectionConfig(DIMENSION.read(config), DEPLOYMENT.read(config));
  }
}
