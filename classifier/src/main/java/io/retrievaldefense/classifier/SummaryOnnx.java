package io.retrievaldefense.classifier;

import io.retrievaldefense.onnx.OnnxAttribute;
import io.retrievaldefense.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link SummaryModel} as an ONNX network of the same function, in single precision:
 *
 * <pre>
 * feature                 h, [n, D]
 * neighbor_features       h_1 .. h_N, nearest first, [n, N, D]
 * neighbor_labels         y_1 .. y_N, one-hot, [n, N, classes]
 * logits                  [n, classes]
 * log_probabilities       log softmax of them, [n, classes]
 * attention               alpha, [n, N]
 * </pre>
 *
 * Features go in as the extractor gives them. What {@link SummaryClassifier} divides and multiplies
 * them by is folded into U and into the rows of the first layer that h-bar and h meet.
 */
public final class SummaryOnnx {
  private final SummaryShape shape;
  private final int neighbors;
  private final double scale;
  private final float[] parameters;
  private final OnnxGraph graph = new OnnxGraph("head");

  private SummaryOnnx(SummaryModel model) {
    shape = model.shape();
    neighbors = model.neighbors();
    scale = model.featureScale();
    parameters = model.parameters();
  }

  /** The network of a model. */
  public static OnnxGraph graph(SummaryModel model) {
    SummaryOnnx onnx = new SummaryOnnx(model);
    String logits = onnx.layers(onnx.summary());
    OnnxGraph graph = onnx.graph;
    graph.apply("LogSoftmax", "log_probabilities", List.of(logits), axis(1));
    graph.output("logits", "[n, classes]", onnx.shape.classes());
    graph.output("log_probabilities", "[n, classes]", onnx.shape.classes());
    graph.output("attention", "alpha, [n, N]", onnx.neighbors);
    return graph;
  }

  /**
   * What the layers are given, in the units of the features: (h-bar, y-bar) [n, D + classes], h [n,
   * D], which a 0 for each class would follow, or (h-bar, y-bar, h) [n, D + classes + D].
   */
  private String summary() {
    int length = shape.featureLength();
    String feature = graph.input("feature", "h, [n, D]", length);
    String features =
        graph.input("neighbor_features", "nearest first, [n, N, D]", neighbors, length);
    String labels =
        graph.input("neighbor_labels", "one-hot, [n, N, classes]", neighbors, shape.classes());
    String third = graph.constant("axis_2", 2);

    String matrix = graph.constant("U", attentionMatrix(), length, length);
    String projected = graph.apply("MatMul", "hU", List.of(feature, matrix));
    String column = graph.apply("Unsqueeze", "hU_column", List.of(projected, third));
    String scores = graph.apply("MatMul", "beta_column", List.of(features, column));
    String beta = graph.apply("Squeeze", "beta", List.of(scores, third));
    String alpha = graph.apply("Softmax", "attention", List.of(beta), axis(1));
    if (shape.input() == LayerInput.FEATURE) {
      return feature;
    }
    String second = graph.constant("axis_1", 1);
    String row = graph.apply("Unsqueeze", "attention_row", List.of(alpha, second));
    String features1 = graph.apply("MatMul", "h_bar_row", List.of(row, features));
    String labels1 = graph.apply("MatMul", "y_bar_row", List.of(row, labels));
    String features2 = graph.apply("Squeeze", "h_bar", List.of(features1, second));
    String labels2 = graph.apply("Squeeze", "y_bar", List.of(labels1, second));
    return graph.apply(
        "Concat",
        "summary",
        shape.input() == LayerInput.BOTH
            ? List.of(features2, labels2, feature)
            : List.of(features2, labels2),
        axis(1));
  }

  /** The fully connected layers; returns the name of the logits. */
  private String layers(String summary) {
    int[] widths = shape.widths();
    int at = shape.attentionParameters();
    String x = summary;
    for (int l = 0; l < widths.length - 1; l++) {
      int count = widths[l] * widths[l + 1];
      float[] weights = Arrays.copyOfRange(parameters, at, at + count);
      if (l == 0) {
        scaleHead(weights, widths[1]);
      }
      int in = widths[l];
      if (l == 0 && shape.input() == LayerInput.FEATURE) {
        in = shape.featureLength();
        weights = Arrays.copyOf(weights, in * widths[1]);
      }
      float[] bias = Arrays.copyOfRange(parameters, at + count, at + count + widths[l + 1]);
      boolean last = l == widths.length - 2;
      String name = last ? "logits" : "layer" + l;
      x =
          graph.apply(
              "Gemm",
              name,
              List.of(
                  x,
                  graph.constant(name + "_weights", weights, in, widths[l + 1]),
                  graph.constant(name + "_bias", bias, widths[l + 1])));
      x = last ? x : graph.apply("Relu", name + "_relu", List.of(x));
      at += count + widths[l + 1];
    }
    return x;
  }

  /** U over the square of the scale: both sides of the product come unscaled. */
  private float[] attentionMatrix() {
    float[] matrix = new float[shape.attentionParameters()];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) (parameters[i] / (scale * scale));
    }
    return matrix;
  }

  /** The rows of h-bar and h, by what these are multiplied with before the first layer. */
  private void scaleHead(float[] weights, int out) {
    double factor = SummaryClassifier.headScale(shape) / scale;
    for (int i = 0; i < shape.featureLength() * out; i++) {
      weights[i] = (float) (weights[i] * factor);
    }
    for (int i = shape.summaryLength() * out; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * factor);
    }
  }

  private static OnnxAttribute axis(long axis) {
    return OnnxAttribute.number("axis", axis);
  }
}
