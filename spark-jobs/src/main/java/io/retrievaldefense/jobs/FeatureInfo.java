package io.retrievaldefense.jobs;

import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.projection.NoProjection;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.projection.Scaling;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the extract-features step fixes for all that follow: the projection, and centre and scale of
 * the projected private set; or what an attacker has in their place, who does not have W.
 *
 * @param featureLength D
 * @param dimension d
 * @param projectionSeed of W
 * @param projectionDigest of W
 * @param extractorDigest of the model file and of which layer is h
 * @param centre of h' over the private set, or over the attacker's rows where W is theirs [d]
 * @param scale root mean square distance to the centre over sqrt(d)
 */
record FeatureInfo(
    int featureLength,
    int dimension,
    long projectionSeed,
    String projectionDigest,
    String extractorDigest,
    float[] centre,
    float scale)
    implements Serializable {

  private static final String FILE = "features.json";

  static FeatureInfo read(Path step, Configuration hadoop) throws IOException {
    return StepFiles.readJson(new Path(step, FILE), FeatureInfo.class, hadoop);
  }

  void write(Path step, Configuration hadoop) throws IOException {
    StepFiles.writeJson(new Path(step, FILE), this, hadoop);
  }

  Projection projection() {
    Projection none = new NoProjection(featureLength);
    Projection projection =
        none.digest().equals(projectionDigest)
            ? none
            : new GaussianProjection(featureLength, dimension, projectionSeed);
    if (!projection.digest().equals(projectionDigest)) {
      throw new IllegalStateException(
          "projection must have digest " + projectionDigest + ": " + projection.digest());
    }
    return projection;
  }

  /** The same features under another W. */
  FeatureInfo with(Projection projection, long seed, Scaling scaling) {
    return new FeatureInfo(
        featureLength,
        projection.outputDimension(),
        seed,
        projection.digest(),
        extractorDigest,
        scaling.centre(),
        scaling.scale());
  }

  Scaling scaling() {
    return new Scaling(centre, scale);
  }
}
