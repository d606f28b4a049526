package io.retrievaldefense.classifier;

/** Softmax and its cross-entropy in double precision. */
final class Softmax {

  private Softmax() {}

  /** Replaces scores by exp(s_i) / sum_j exp(s_j). */
  static void inPlace(double[] scores) {
    double normalizer = logSumExp(scores);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - normalizer);
    }
  }

  /** -log softmax(z)[label]. */
  static double crossEntropy(double[] logits, int label) {
    return logSumExp(logits) - logits[label];
  }

  /** softmax(z) - onehot(label), times {@code factor}. */
  static double[] crossEntropyGradient(double[] logits, int label, double factor) {
    double[] gradient = logits.clone();
    inPlace(gradient);
    gradient[label] -= 1;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    return gradient;
  }

  /** -sum_c t_c log softmax(z)_c for a distribution t. */
  static double crossEntropy(double[] logits, double[] target) {
    double normalizer = logSumExp(logits);
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      loss += target[c] * (normalizer - logits[c]);
    }
    return loss;
  }

  /** softmax(z) - t, times {@code factor}. */
  static double[] crossEntropyGradient(double[] logits, double[] target, double factor) {
    double[] gradient = logits.clone();
    inPlace(gradient);
    for (int c = 0; c < gradient.length; c++) {
      gradient[c] = factor * (gradient[c] - target[c]);
    }
    return gradient;
  }

  private static double logSumExp(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double s : scores) {
      max = Math.max(max, s);
    }
    double sum = 0;
    for (double s : scores) {
      sum += Math.exp(s - max);
    }
    return max + Math.log(sum);
  }
}
