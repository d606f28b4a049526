package io.retrievaldefense.attacks;

import java.util.random.RandomGenerator;

/**
 * |x' - x| at most epsilon in every value.
 *
 * @param epsilon in [0,1]
 */
public record LinfBall(double epsilon) implements Ball {

  /**
   * Checks epsilon.
   *
   * @throws IllegalArgumentException if epsilon is not in [0,1]
   */
  public LinfBall {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be in [0, 1]: " + epsilon);
    }
  }

  @Override
  public Norm norm() {
    return Norm.LINF;
  }

  @Override
  public float[] project(float[] centre, float[] point) {
    float[] projected = new float[point.length];
    for (int i = 0; i < point.length; i++) {
      double low = centre[i] - epsilon;
      double high = centre[i] + epsilon;
      projected[i] = Pixels.clip(Math.max(low, Math.min(high, point[i])));
    }
    return projected;
  }

  @Override
  public float[] randomPoint(float[] centre, RandomGenerator random) {
    float[] point = new float[centre.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (centre[i] + epsilon * (2 * random.nextDouble() - 1));
    }
    return project(centre, point);
  }
}
