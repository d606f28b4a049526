package io.retrievaldefense.index.hashing;

import io.retrievaldefense.index.projection.NamedSeed;
import java.util.Random;

/**
 * One p-stable hash function for Euclidean distance (Datar et al. 2004, section 3.2): floor((a.x +
 * b) / w), a from N(0, I_d), b uniform in [0, w).
 */
public final class PStableHash {
  private final float[] direction;
  private final float offset;
  private final float width;

  private PStableHash(float[] direction, float offset, float width) {
    this.direction = direction;
    this.offset = offset;
    this.width = width;
  }

  /**
   * Function number {@code index} of an index: each is drawn from a stream of its own, so more
   * tables leave the earlier ones as they were.
   */
  public static PStableHash of(HashParameters parameters, int dimension, int index) {
    Random random = NamedSeed.random(parameters.seed(), "hash-" + index);
    float[] direction = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    float offset = random.nextFloat() * parameters.width();
    return new PStableHash(direction, offset, parameters.width());
  }

  /** floor((a.x + b) / w) for x [d]. */
  public int cell(float[] x) {
    return (int) Math.floor(position(x));
  }

  /** (a.x + b) / w: the fraction is the distance to the lower boundary in units of w. */
  public double position(float[] x) {
    double sum = offset;
    for (int i = 0; i < direction.length; i++) {
      sum += (double) direction[i] * x[i];
    }
    return sum / width;
  }

  float direction(int i) {
    return direction[i];
  }

  float offset() {
    return offset;
  }

  /**
   * The chance that two points at distance c share a cell (Datar et al. 2004, section 3.2): 1 - 2
   * Phi(-w/c) - 2/(sqrt(2 pi) w/c) (1 - exp(-(w/c)^2 / 2)).
   */
  public static double collisionProbability(double distance, double width) {
    if (distance == 0) {
      return 1;
    }
    double ratio = width / distance;
    double tails = 2 * standardNormal(-ratio);
    double slope = 2 / (Math.sqrt(2 * Math.PI) * ratio) * (1 - Math.exp(-ratio * ratio / 2));
    return 1 - tails - slope;
  }

  /** Phi by Zelen and Severo (1964), 26.2.17: absolute error below 7.5e-8. */
  private static double standardNormal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double upper = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * series;
    return x < 0 ? upper : 1 - upper;
  }
}
