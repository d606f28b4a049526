package io.retrievaldefense.classifier;

import java.util.SplittableRandom;

/**
 * Local mixup (Zhao and Cho 2018, "Retrieval-augmented convolutional neural networks for improved
 * robustness against adversarial examples"): the layers learn to be linear between an example's
 * neighbours, from convex sums of these with the same sums of their labels as targets.
 */
final class LocalMixup {

  private LocalMixup() {}

  /** Weights [n] drawn uniformly from the simplex: exponential numbers over their sum. */
  static double[] weights(int n, SplittableRandom random) {
    double[] weights = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      weights[i] = -Math.log(1 - random.nextDouble());
      sum += weights[i];
    }
    for (int i = 0; i < n; i++) {
      // Numbers that are all 0 have a probability of 2^-53n.
      weights[i] = sum > 0 ? weights[i] / sum : 1.0 / n;
    }
    return weights;
  }

  /** sum_n w_n onehot(y_n) [C]. */
  static double[] target(double[] weights, int[] labels, int classes) {
    double[] target = new double[classes];
    for (int n = 0; n < weights.length; n++) {
      target[labels[n]] += weights[n];
    }
    return target;
  }
}
