package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.support.Requirements;
import java.io.Serializable;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Linf PGD on whole batches, for training: a uniform start, S steps of reach * epsilon / S, each
 * projected, and the last point. It asks for gradients alone, one batch of them per step, and
 * chooses no best point: that would cost a forward pass a step.
 *
 * <p>With one step and a reach of 1.25 it is the training of Wong, Rice and Kolter (2020).
 *
 * @param steps S
 * @param epsilon radius of the ball, of pixels in [0,1]
 * @param reach length of all steps together over epsilon; 2.5 is usual for several steps
 */
public record BatchPgd(int steps, double epsilon, double reach) implements Serializable {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no step, or epsilon or reach is not a size
   */
  public BatchPgd {
    Requirements.atLeast("number of steps", 1, steps);
    new LinfBall(epsilon);
    if (!(reach > 0) || !Double.isFinite(reach)) {
      throw new IllegalArgumentException("reach must be positive and finite: " + reach);
    }
  }

  /**
   * Climbs the loss from a random point of each image's ball.
   *
   * @param images [n][length], pixels in [0,1]
   * @param labels [n]
   * @param gradient of the loss at images with labels
   * @param strength share of epsilon that is used, in [0,1]
   * @param random where the starts are drawn from, image by image
   * @return points of the balls [n][length]
   */
  public float[][] perturb(
      float[][] images,
      int[] labels,
      BiFunction<float[][], int[], float[][]> gradient,
      double strength,
      RandomGenerator random) {
    return perturb(images, labels, gradient, strength, i -> random);
  }

  /**
   * The same, each start drawn from a generator of the image's own: then what becomes of an image
   * does not depend on the batch that it is in.
   *
   * @param random of image i
   */
  public float[][] perturb(
      float[][] images,
      int[] labels,
      BiFunction<float[][], int[], float[][]> gradient,
      double strength,
      IntFunction<RandomGenerator> random) {
    LinfBall ball = new LinfBall(strength * epsilon);
    float[][] points = new float[images.length][];
    for (int i = 0; i < points.length; i++) {
      points[i] = ball.randomPoint(images[i], random.apply(i));
    }
    double size = reach * ball.epsilon() / steps;
    for (int step = 0; step < steps; step++) {
      float[][] slopes = gradient.apply(points, labels);
      for (int i = 0; i < points.length; i++) {
        points[i] = ball.project(images[i], ball.ascend(points[i], slopes[i], size));
      }
    }
    return points;
  }
}
