package io.retrievaldefense.cnn;

/**
 * Features of several images over a norm that is common to all, as attention takes them: u = h / c
 * with c the root of the mean of |h|^2.
 *
 * @param values u [B][D]
 * @param norm c
 */
record NormalizedFeatures(float[][] values, double norm) {

  /** By their own norm. */
  static NormalizedFeatures of(float[][] features) {
    double squares = 0;
    for (float[] feature : features) {
      for (float value : feature) {
        squares += (double) value * value;
      }
    }
    return by(Math.sqrt(squares / features.length), features);
  }

  /**
   * By another norm than their own.
   *
   * @throws ArithmeticException if the norm is none, as where a network has come to answer 0
   */
  static NormalizedFeatures by(double norm, float[][] features) {
    if (!(norm > 0) || !Double.isFinite(norm)) {
      throw new ArithmeticException(
          "norm of features must be positive and finite: " + norm + "; lower the learning rate");
    }
    float[][] values = new float[features.length][];
    for (int i = 0; i < features.length; i++) {
      values[i] = features[i].clone();
      for (int d = 0; d < values[i].length; d++) {
        values[i][d] /= (float) norm;
      }
    }
    return new NormalizedFeatures(values, norm);
  }

  /**
   * Makes G = dL/du that of h, where the norm is their own:
   *
   * <pre>
   * dL/dh_i = (G_i - u_i mean_j(u_j . G_j)) / c
   * </pre>
   *
   * <p>No loss falls by shorter features alone; without the second term it would, until the network
   * answers 0.
   *
   * @param slope G [B][D], overwritten
   */
  void pullBack(float[][] slope) {
    double along = 0;
    for (int i = 0; i < slope.length; i++) {
      for (int d = 0; d < slope[i].length; d++) {
        along += (double) values[i][d] * slope[i][d];
      }
    }
    along /= slope.length;
    for (int i = 0; i < slope.length; i++) {
      for (int d = 0; d < slope[i].length; d++) {
        slope[i][d] = (float) ((slope[i][d] - along * values[i][d]) / norm);
      }
    }
  }
}
