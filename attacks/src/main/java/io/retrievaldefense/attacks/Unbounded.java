package io.retrievaldefense.attacks;

import java.util.random.RandomGenerator;

/**
 * All of [0,1]: for attacks that look for the smallest perturbation.
 *
 * @param norm what the size of the perturbation is measured in
 */
public record Unbounded(Norm norm) implements Ball {

  /** Infinity. */
  @Override
  public double epsilon() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public float[] project(float[] centre, float[] point) {
    return Pixels.clip(point);
  }

  /** Uniform in [0,1]. */
  @Override
  public float[] randomPoint(float[] centre, RandomGenerator random) {
    float[] point = new float[centre.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) random.nextDouble();
    }
    return point;
  }
}
