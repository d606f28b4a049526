package io.retrievaldefense.cnn;

/**
 * Attention of a feature h over retrieved neighbours (h_n, y_n), all of {@link NormalizedFeatures},
 * as the defence's own starts, U a multiple of the identity, and what it makes of the labels
 * (paper, section 2):
 *
 * <pre>
 * alpha = softmax_n(s h . h_n),   y-bar = sum_n alpha_n y_n,   p = (1 - e) y-bar + e / C
 * L = -log p[label],   dL/dh = s sum_n (1 - e) alpha_n (y-bar - y_n)[label] / p[label] h_n
 * </pre>
 *
 * with y_n one-hot over C classes and e = .01, so that an image none of whose neighbours is of its
 * class has a finite loss, and no gradient. This is neighbourhood components analysis (Goldberger
 * et al. 2005) with scalar products for distances and only the nearest for all. Neighbours have no
 * gradient.
 *
 * @param sharpness s
 * @param classes C
 */
record NeighborAttention(double sharpness, int classes) {
  private static final double SPREAD = 0.01;

  /**
   * L.
   *
   * @param feature h [D]
   * @param neighbors h_n [N][D]
   * @param labels y_n [N]
   * @param label of h
   * @param share of this loss in a sum
   * @param slope receives share dL/dh [D]
   */
  double loss(
      float[] feature, float[][] neighbors, int[] labels, int label, double share, float[] slope) {
    double[] alpha = weights(feature, neighbors);
    double mass = summary(alpha, labels)[label];
    double probability = (1 - SPREAD) * mass + SPREAD / classes;
    double[] sum = new double[slope.length];
    for (int n = 0; n < alpha.length; n++) {
      double beyond = mass - (labels[n] == label ? 1 : 0);
      double factor = (1 - SPREAD) * alpha[n] * beyond / probability;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += factor * neighbors[n][d];
      }
    }
    for (int d = 0; d < sum.length; d++) {
      slope[d] = (float) (share * sharpness * sum[d]);
    }
    return -Math.log(probability);
  }

  /** The class with the largest part of y-bar, the lowest on ties. */
  int answer(float[] feature, float[][] neighbors, int[] labels) {
    double[] summary = summary(weights(feature, neighbors), labels);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = summary[c] > summary[best] ? c : best;
    }
    return best;
  }

  /** alpha [N]. */
  private double[] weights(float[] feature, float[][] neighbors) {
    double[] alpha = new double[neighbors.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < alpha.length; n++) {
      double product = 0;
      for (int d = 0; d < feature.length; d++) {
        product += (double) feature[d] * neighbors[n][d];
      }
      alpha[n] = sharpness * product;
      largest = Math.max(largest, alpha[n]);
    }
    double sum = 0;
    for (int n = 0; n < alpha.length; n++) {
      alpha[n] = Math.exp(alpha[n] - largest);
      sum += alpha[n];
    }
    for (int n = 0; n < alpha.length; n++) {
      alpha[n] /= sum;
    }
    return alpha;
  }

  /** y-bar [C]. */
  private double[] summary(double[] alpha, int[] labels) {
    double[] summary = new double[classes];
    for (int n = 0; n < alpha.length; n++) {
      summary[labels[n]] += alpha[n];
    }
    return summary;
  }
}
