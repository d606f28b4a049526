package io.retrievaldefense.attacks.support;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Norm;

/**
 * The search for the nearest adversarial image that Carlini and Wagner (2017, section VI.A)
 * introduced: minimises ||x' - x||^2 - c L(x') over w with x' = (tanh(w) + 1) / 2, by Adam, with a
 * binary search over c.
 *
 * @param searches binary search steps over c
 * @param steps Adam steps for each c
 * @param learningRate Adam's, in tanh space
 * @param initialConstant the first c
 */
public record PenaltySearch(int searches, int steps, double learningRate, double initialConstant) {

  /** Keeps atanh finite at pixels 0 and 1. */
  private static final double SHRINK = 1 - 1e-6;

  /** What c is multiplied by while no c has worked yet. */
  private static final double GROWTH = 10;

  /**
   * A point as the search sees it.
   *
   * @param reached true if the point is an answer
   * @param gradient of the loss to raise [inputLength]
   */
  public record Look(boolean reached, float[] gradient) {}

  /** Looks at a point. */
  @FunctionalInterface
  public interface Goal {
    /** Asks the model about the point. */
    Look at(float[] point);
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public PenaltySearch {
    Requirements.atLeast("number of searches", 1, searches);
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.positive("learning rate", learningRate);
    Requirements.positive("initial constant", initialConstant);
  }

  /** The nearest point that was an answer, in L2; the original if none was. */
  public float[] run(AttackSession session, Goal goal) {
    float[] original = session.original();
    float[] best = null;
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double constant = initialConstant;
    for (int search = 0; search < searches; search++) {
      float[] found = minimise(session, original, goal, constant);
      if (found == null) {
        low = constant;
      } else {
        high = constant;
        best = nearer(original, best, found);
      }
      constant = Double.isInfinite(high) ? constant * GROWTH : (low + high) / 2;
    }
    return best == null ? original : best;
  }

  /** The nearest answer on the way down for this c; null if there is none. */
  private float[] minimise(AttackSession session, float[] original, Goal goal, double constant) {
    double[] w = new double[original.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = atanh((2.0 * original[i] - 1) * SHRINK);
    }
    Adam adam = new Adam(w.length, learningRate);
    float[] best = null;
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      float[] point = image(w);
      Look look = goal.at(point);
      if (look.reached()) {
        best = nearer(original, best, point);
      }
      adam.descend(w, slope(w, original, look.gradient(), constant));
    }
    return best;
  }

  private static float[] nearer(float[] original, float[] best, float[] found) {
    return best == null || Norm.L2.distance(original, found) < Norm.L2.distance(original, best)
        ? found
        : best;
  }

  private static float[] image(double[] w) {
    float[] image = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      image[i] = (float) ((Math.tanh(w[i]) + 1) / 2);
    }
    return image;
  }

  /** d/dw of ||x' - x||^2 - c L. */
  private static double[] slope(
      double[] w, float[] original, float[] lossGradient, double constant) {
    double[] slope = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double t = Math.tanh(w[i]);
      double pixel = (t + 1) / 2;
      slope[i] = (2 * (pixel - original[i]) - constant * lossGradient[i]) * (1 - t * t) / 2;
    }
    return slope;
  }

  private static double atanh(double value) {
    return .5 * Math.log((1 + value) / (1 - value));
  }
}
