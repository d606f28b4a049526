package io.retrievaldefense.classifier;

/** Softmax, its cross-entropy and the class it prefers, in double precision. */
public final class Softmax {

  private Softmax() {}

  /** exp(z_i) / sum_j exp(z_j) of logits [C]. */
  public static double[] of(double[] logits) {
    double[] probabilities = logits.clone();
    inPlace(probabilities);
    return probabilities;
  }

  /** The index of the largest logit or probability, the first one of equals. */
  public static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

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
