package io.retrievaldefense.classifier;

import io.retrievaldefense.cnn.LogitLayer;
import java.util.Arrays;

/**
 * Fully connected layers that start as a linear classifier of h, logits z = h W + b. As z = max(0,
 * z) - max(0, -z), the first 2 C units of every hidden layer carry both parts of z through the
 * ReLUs, and the logits are their difference. The other units start as they would otherwise, with
 * weights of 0 to the logits: they count for nothing until they have learned to. So do summary and
 * labels.
 */
final class LinearStart {

  private LinearStart() {}

  /**
   * @param shape of layers that are given h; if h is longer than the classifier's features, these
   *     come first in it
   * @param scale that h is divided by
   * @param parameters of the model at a start of another kind; overwritten where this one differs
   * @throws IllegalArgumentException if the shape has no place for it
   */
  static void write(LogitLayer layer, SummaryShape shape, double scale, double[] parameters) {
    require(shape.input().hasFeature(), "layers' input must have h", shape.input());
    require(
        shape.classes() == layer.classes(), "classes must be " + layer.classes(), shape.classes());
    require(
        shape.featureLength() >= layer.features(),
        "feature length must be at least " + layer.features(),
        shape.featureLength());
    int classes = shape.classes();
    for (int units : shape.hidden()) {
      require(
          units >= 2 * classes,
          "hidden units must be at least two for each of the " + classes + " classes",
          units);
    }
    int[] widths = shape.widths();
    int at = shape.attentionParameters();
    double factor = scale / SummaryClassifier.headScale(shape);
    for (int l = 1; l < widths.length; l++) {
      boolean last = l == widths.length - 1;
      int carrying = last ? classes : 2 * classes;
      for (int i = 0; i < widths[l - 1]; i++) {
        int row = at + i * widths[l];
        Arrays.fill(parameters, row, row + carrying, 0);
      }
      if (l == 1) {
        int bias = at + widths[0] * widths[1];
        for (int j = 0; j < carrying; j++) {
          double sign = j < classes ? 1 : -1;
          for (int i = 0; i < layer.features(); i++) {
            parameters[at + (shape.featureFrom() + i) * widths[1] + j] =
                sign * factor * layer.weights()[i * classes + j % classes];
          }
          parameters[bias + j] = sign * layer.bias()[j % classes];
        }
      } else {
        for (int i = 0; i < 2 * classes; i++) {
          int to = last ? i % classes : i;
          parameters[at + i * widths[l] + to] = last && i >= classes ? -1 : 1;
        }
      }
      at += (widths[l - 1] + 1) * widths[l];
    }
  }

  private static void require(boolean holds, String rule, Object actual) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s to start as a linear classifier: %s".formatted(rule, actual));
    }
  }
}
