package io.retrievaldefense.attacks.support;

/**
 * Adam (Kingma and Ba 2015) for one vector, in double precision: beta1 = .9, beta2 = .999, epsilon
 * = 1e-8, bias corrected.
 */
public final class Adam {

  private static final double BETA1 = .9;
  private static final double BETA2 = .999;
  private static final double EPSILON = 1e-8;

  private final double learningRate;
  private final double[] mean;
  private final double[] square;
  private double power1 = 1;
  private double power2 = 1;

  /** Starts at rest. */
  public Adam(int length, double learningRate) {
    this.learningRate = learningRate;
    this.mean = new double[length];
    this.square = new double[length];
  }

  /** Moves {@code point} one step down the gradient, in place. */
  public void descend(double[] point, double[] gradient) {
    power1 *= BETA1;
    power2 *= BETA2;
    for (int i = 0; i < point.length; i++) {
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
      square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
      double corrected = mean[i] / (1 - power1);
      point[i] -= learningRate * corrected / (Math.sqrt(square[i] / (1 - power2)) + EPSILON);
    }
  }
}
