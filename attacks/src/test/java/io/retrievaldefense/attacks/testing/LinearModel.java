package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Example;

/** Logits W x + b. */
public class LinearModel extends ToyModel {

  private final double[][] weights;
  private final double[] biases;

  public LinearModel(double[][] weights, double[] biases) {
    super(weights[0].length, biases.length);
    this.weights = weights;
    this.biases = biases;
  }

  /** M0: logits (0, w.x + b) with w = (3,-4,0) and b = .5. */
  public static LinearModel m0() {
    return new LinearModel(new double[][] {{0, 0, 0}, {3, -4, 0}}, new double[] {0, .5});
  }

  /** The example of M0: x = (.6,.3,.5), class 1, margin 1.1. */
  public static Example m0Example() {
    return Example.untargeted(7, new float[] {.6f, .3f, .5f}, 1);
  }

  /** M0's margin w.x + b. */
  public static double m0Margin(float[] x) {
    return 3.0 * x[0] - 4.0 * x[1] + .5;
  }

  @Override
  public double[] logits(float[] image) {
    double[] logits = biases.clone();
    for (int k = 0; k < logits.length; k++) {
      for (int i = 0; i < image.length; i++) {
        logits[k] += weights[k][i] * image[i];
      }
    }
    return logits;
  }

  @Override
  public double[] pullBack(float[] image, double[] logitGradient) {
    double[] gradient = new double[image.length];
    for (int k = 0; k < logitGradient.length; k++) {
      for (int i = 0; i < image.length; i++) {
        gradient[i] += logitGradient[k] * weights[k][i];
      }
    }
    return gradient;
  }
}
