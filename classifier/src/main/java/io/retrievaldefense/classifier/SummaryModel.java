package io.retrievaldefense.classifier;

import java.util.SplittableRandom;

/**
 * Attention and fully connected layers as values.
 *
 * @param shape sizes
 * @param neighbors N, how many neighbours it was trained with and is to be given
 * @param featureScale the root mean square norm that features are divided by
 * @param parameters flat, laid out by the shape; not copied
 */
public record SummaryModel(
    SummaryShape shape, int neighbors, double featureScale, float[] parameters) {

  public SummaryModel {
    if (neighbors < 1) {
      throw new IllegalArgumentException("neighbors must be positive: " + neighbors);
    }
    if (!(featureScale > 0) || !Double.isFinite(featureScale)) {
      throw new IllegalArgumentException(
          "feature scale must be positive and finite: " + featureScale);
    }
    if (parameters.length != shape.parameterCount()) {
      throw new IllegalArgumentException(
          "parameters must be "
              + shape.parameterCount()
              + " values for "
              + shape
              + ": "
              + parameters.length);
    }
    for (float p : parameters) {
      if (!Float.isFinite(p)) {
        throw new IllegalArgumentException("parameters must be finite: " + p);
      }
    }
  }

  /**
   * The start of training: U a multiple of the identity, so that attention begins as a softmax over
   * scalar products; weights Gaussian of variance 2 / fan-in (1 / fan-in before the logits).
   */
  static double[] initialParameters(SummaryShape shape, double attentionStart, long seed) {
    double[] parameters = new double[shape.parameterCount()];
    int d = shape.featureLength();
    for (int i = 0; i < d; i++) {
      parameters[i * d + i] = attentionStart;
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] widths = shape.widths();
    int at = shape.attentionParameters();
    for (int l = 1; l < widths.length; l++) {
      double deviation = Math.sqrt((l == widths.length - 1 ? 1.0 : 2.0) / widths[l - 1]);
      for (int i = 0; i < widths[l - 1] * widths[l]; i++) {
        parameters[at + i] = random.nextGaussian() * deviation;
      }
      at += (widths[l - 1] + 1) * widths[l];
    }
    return parameters;
  }
}
