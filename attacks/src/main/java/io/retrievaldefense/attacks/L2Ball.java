package io.retrievaldefense.attacks;

import java.util.random.RandomGenerator;

/**
 * ||x' - x||_2 at most epsilon.
 *
 * @param epsilon in [0,1]; minimal perturbations beyond it are found with {@link Unbounded}
 */
public record L2Ball(double epsilon) implements Ball {

  /**
   * Checks epsilon.
   *
   * @throws IllegalArgumentException if epsilon is not in [0,1]
   */
  public L2Ball {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be in [0, 1]: " + epsilon);
    }
  }

  @Override
  public Norm norm() {
    return Norm.L2;
  }

  @Override
  public float[] project(float[] centre, float[] point) {
    // The radial projection first, then the cut: cutting only brings a point nearer to a centre
    // that is itself in [0,1], so both constraints hold afterwards.
    double distance = Norm.L2.distance(centre, point);
    double scale = distance > epsilon ? epsilon / distance : 1;
    float[] projected = new float[point.length];
    for (int i = 0; i < point.length; i++) {
      projected[i] =
          Pixels.clip(scale == 1 ? point[i] : centre[i] + scale * ((double) point[i] - centre[i]));
    }
    return projected;
  }

  @Override
  public float[] randomPoint(float[] centre, RandomGenerator random) {
    float[] direction = new float[centre.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    // A radius of u^(1/n) makes the point uniform in the ball (before the cut to [0,1]).
    double radius = epsilon * Math.pow(random.nextDouble(), 1.0 / centre.length);
    return project(centre, Norm.L2.ascend(centre, direction, radius));
  }
}
