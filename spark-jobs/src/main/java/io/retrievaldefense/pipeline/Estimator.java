package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Knows what steps would take that have not run before. */
@FunctionalInterface
public interface Estimator {

  /** Knows nothing. */
  Estimator NONE = (config, hadoop) -> Map.of();

  /**
   * @param config the run's configuration
   * @param hadoop Hadoop's settings
   * @return estimates by the names of steps; not of every step
   * @throws IOException if the images cannot be read
   */
  Map<String, Estimate> estimates(RunConfig config, Configuration hadoop) throws IOException;
}
