package io.retrievaldefense.attacks;

import java.util.random.RandomGenerator;

/** The set of images an attack may return: a norm ball around the original, cut to [0,1]. */
public sealed interface Ball permits LinfBall, L2Ball, Unbounded {

  /** The tolerance of every promise about norms: float32 rounding of the stored pixels. */
  double TOLERANCE = 1e-6;

  /** The norm that is bounded. */
  Norm norm();

  /** The radius, in units of pixels in [0,1]. */
  double epsilon();

  /** The point of the ball and of [0,1] that {@code point} is taken to; a new array. */
  float[] project(float[] centre, float[] point);

  /** A step within this ball's norm, {@link Norm#ascend}. */
  default float[] ascend(float[] point, float[] gradient, double size) {
    return norm().ascend(point, gradient, size);
  }

  /** A random point of the ball and of [0,1]. */
  float[] randomPoint(float[] centre, RandomGenerator random);

  /** True if {@code point} is in the ball (within {@link #TOLERANCE}) and in [0,1]. */
  default boolean contains(float[] centre, float[] point) {
    return Pixels.firstOutOfBounds(point) < 0
        && norm().distance(centre, point) <= epsilon() + TOLERANCE;
  }
}
