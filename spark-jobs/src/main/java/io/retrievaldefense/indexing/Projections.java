package io.retrievaldefense.indexing;

import io.retrievaldefense.config.ProjectionConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.projection.NoProjection;
import io.retrievaldefense.index.projection.Projection;

/** The projection that a configuration asks for. */
public final class Projections {
  private static final String NAME = "projection";

  private Projections() {}

  /**
   * @param config of a run
   * @param featureLength D
   * @return W
   */
  public static Projection of(RunConfig config, int featureLength) {
    ProjectionConfig projection = config.projection();
    return projection.dimension().isAll()
        ? new NoProjection(featureLength)
        : new GaussianProjection(
            featureLength, projection.dimension().limit().getAsInt(), seed(config));
  }

  /**
   * @param config of a run
   * @return what a random W is drawn from
   */
  public static long seed(RunConfig config) {
    int deployment = config.projection().deployment();
    String name = deployment == 0 ? NAME : NAME + " of deployment " + deployment;
    return NamedSeed.derive(config.seed(), name);
  }

  /**
   * @param config of a run
   * @return what an attacker draws a W from who does not have the run's
   */
  public static long attackersSeed(RunConfig config) {
    return NamedSeed.derive(config.seed(), NAME + " of the attacker");
  }
}
