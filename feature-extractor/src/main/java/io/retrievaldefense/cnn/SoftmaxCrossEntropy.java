package io.retrievaldefense.cnn;

/**
 * Cross-entropy of softmax, {@code L = log sum_c exp(z_c) - sum_c t_c z_c}, for target
 * distributions t that put {@code 1 - smoothing} on the label and spread {@code smoothing} over all
 * classes. Computed in double precision with the largest logit subtracted.
 */
public final class SoftmaxCrossEntropy {

  private SoftmaxCrossEntropy() {}

  /** The loss of one example; {@code logits} [classes]. */
  public static double loss(float[] logits, int label, double smoothing) {
    double mean = 0;
    for (float z : logits) {
      mean += z;
    }
    mean /= logits.length;
    return logSumExp(logits) - (1 - smoothing) * logits[label] - smoothing * mean;
  }

  /** dL/dlogits of one example: softmax(z) - t, [classes]. */
  public static float[] gradient(float[] logits, int label, double smoothing) {
    float[] gradient = softmax(logits);
    for (int c = 0; c < gradient.length; c++) {
      gradient[c] -= (float) (smoothing / gradient.length + (c == label ? 1 - smoothing : 0));
    }
    return gradient;
  }

  /** Class probabilities [classes]. */
  public static float[] softmax(float[] logits) {
    double normalizer = logSumExp(logits);
    float[] p = new float[logits.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = (float) Math.exp(logits[c] - normalizer);
    }
    return p;
  }

  /** Index of the largest value, the lowest such index on ties. */
  public static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double logSumExp(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float z : logits) {
      max = Math.max(max, z);
    }
    double sum = 0;
    for (float z : logits) {
      sum += Math.exp(z - max);
    }
    return max + Math.log(sum);
  }
}
