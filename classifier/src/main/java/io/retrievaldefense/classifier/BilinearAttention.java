package io.retrievaldefense.classifier;

/**
 * Attention over the retrieved set (paper, section 2, "Attention"):
 *
 * <pre>
 * beta_n = h^T U h_n        alpha = softmax(beta)
 * h-bar = sum_n alpha_n h_n        y-bar = sum_n alpha_n y_n    (y_n one-hot)
 * </pre>
 *
 * All features are divided by one fixed number, the root mean square norm of the features seen in
 * training, which only rescales U and h-bar and keeps the softmax from saturating at the start. U
 * is the head of a flat parameter vector, row i belonging to h_i.
 */
final class BilinearAttention {

  /**
   * One application.
   *
   * @param query h, scaled [D]
   * @param neighbors h_n, scaled [N][D]
   * @param labels of the neighbours [N]
   * @param temperature what the scores were divided by
   * @param projected h^T U [D]
   * @param alpha attention weights [N]
   * @param summary (h-bar, y-bar) [D + C]
   */
  record Applied(
      double[] query,
      double[][] neighbors,
      int[] labels,
      double temperature,
      double[] projected,
      double[] alpha,
      double[] summary) {}

  private final int length;
  private final int classes;
  private final double[] parameters;

  BilinearAttention(SummaryShape shape, double[] parameters) {
    length = shape.featureLength();
    classes = shape.classes();
    this.parameters = parameters;
  }

  /** As the model has it. */
  Applied apply(double[] query, double[][] neighbors, int[] labels) {
    return apply(query, neighbors, labels, new double[neighbors.length], 1);
  }

  /** With alpha = softmax(beta / temperature + bias), bias [N]. */
  Applied apply(
      double[] query, double[][] neighbors, int[] labels, double[] bias, double temperature) {
    double[] projected = new double[length];
    for (int i = 0; i < length; i++) {
      if (query[i] != 0) {
        Axpy.add(query[i], parameters, i * length, projected, 0, length);
      }
    }
    double[] alpha = new double[neighbors.length];
    for (int n = 0; n < alpha.length; n++) {
      alpha[n] = Axpy.dot(projected, 0, neighbors[n], 0, length) / temperature + bias[n];
    }
    Softmax.inPlace(alpha);
    double[] summary = new double[length + classes];
    for (int n = 0; n < alpha.length; n++) {
      Axpy.add(alpha[n], neighbors[n], 0, summary, 0, length);
      summary[length + labels[n]] += alpha[n];
    }
    return new Applied(query, neighbors, labels, temperature, projected, alpha, summary);
  }

  /**
   * dL/dbias [N] for dL/dsummary [D + C]: alpha_n (g_n - sum_m alpha_m g_m). Over the temperature
   * it is dL/dbeta.
   */
  double[] scoreGradient(Applied applied, double[] summaryGradient) {
    double[] gradient = new double[applied.alpha().length];
    for (int n = 0; n < gradient.length; n++) {
      gradient[n] =
          Axpy.dot(summaryGradient, 0, applied.neighbors()[n], 0, length)
              + summaryGradient[length + applied.labels()[n]];
    }
    return weightToScoreGradient(applied, gradient);
  }

  /** dL/dbias [N] for g = dL/dalpha [N]: alpha_n (g_n - sum_m alpha_m g_m). */
  double[] weightToScoreGradient(Applied applied, double[] weightGradient) {
    double[] alpha = applied.alpha();
    double[] gradient = new double[alpha.length];
    double mean = 0;
    for (int n = 0; n < alpha.length; n++) {
      mean += alpha[n] * weightGradient[n];
    }
    for (int n = 0; n < alpha.length; n++) {
      gradient[n] = alpha[n] * (weightGradient[n] - mean);
    }
    return gradient;
  }

  /** dL/d(h^T U) [D]. */
  private double[] projectedGradient(Applied applied, double[] scores) {
    double[] gradient = new double[length];
    for (int n = 0; n < scores.length; n++) {
      double score = scores[n] / applied.temperature();
      Axpy.add(score, applied.neighbors()[n], 0, gradient, 0, length);
    }
    return gradient;
  }

  /** dL/dh [D], the neighbours held fixed, for what {@link #scoreGradient} gave. */
  double[] queryGradient(Applied applied, double[] scores) {
    double[] projected = projectedGradient(applied, scores);
    double[] gradient = new double[length];
    for (int i = 0; i < length; i++) {
      gradient[i] = Axpy.dot(parameters, i * length, projected, 0, length);
    }
    return gradient;
  }

  /** Adds dL/dU to the head of {@code gradient}. */
  void addParameterGradient(Applied applied, double[] summaryGradient, double[] gradient) {
    double[] projected = projectedGradient(applied, scoreGradient(applied, summaryGradient));
    for (int i = 0; i < length; i++) {
      if (applied.query()[i] != 0) {
        Axpy.add(applied.query()[i], projected, 0, gradient, i * length, length);
      }
    }
  }
}
