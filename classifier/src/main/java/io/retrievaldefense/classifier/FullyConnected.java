package io.retrievaldefense.classifier;

import java.util.SplittableRandom;

/**
 * Fully connected layers with ReLU between them (paper, section 2, "Classification"): what they are
 * given, a summary [D + C] or what {@link LayerInput} says, to logits [C]. Weights [in, out] and
 * biases lie in a flat parameter vector behind U.
 */
final class FullyConnected {

  /**
   * One application.
   *
   * @param inputs of each layer, after ReLU and dropout
   * @param masks what dropout multiplied each hidden layer by, or null
   * @param logits [C]
   */
  record Applied(double[][] inputs, double[][] masks, double[] logits) {}

  private final int[] widths;
  private final int offset;
  private final double[] parameters;

  FullyConnected(SummaryShape shape, double[] parameters) {
    widths = shape.widths();
    offset = shape.attentionParameters();
    this.parameters = parameters;
  }

  Applied apply(double[] summary) {
    return apply(summary, 0, null);
  }

  /** With inverted dropout of the hidden layers, for training. */
  Applied apply(double[] summary, double dropout, SplittableRandom random) {
    int layers = widths.length - 1;
    double[][] inputs = new double[layers][];
    double[][] masks = new double[layers][];
    double[] x = summary;
    int at = offset;
    for (int l = 0; l < layers; l++) {
      inputs[l] = x;
      double[] y = new double[widths[l + 1]];
      System.arraycopy(parameters, at + widths[l] * widths[l + 1], y, 0, y.length);
      for (int i = 0; i < x.length; i++) {
        if (x[i] != 0) {
          Axpy.add(x[i], parameters, at + i * y.length, y, 0, y.length);
        }
      }
      if (l < layers - 1) {
        for (int j = 0; j < y.length; j++) {
          y[j] = Math.max(0, y[j]);
        }
        if (dropout > 0) {
          masks[l] = mask(y.length, dropout, random);
          for (int j = 0; j < y.length; j++) {
            y[j] *= masks[l][j];
          }
        }
      }
      at += (widths[l] + 1) * widths[l + 1];
      x = y;
    }
    return new Applied(inputs, masks, x);
  }

  /**
   * dL/d(what they were given) for dL/dlogits [C].
   *
   * @param gradient if not null, dL/dparameters is added to it
   */
  double[] backward(Applied applied, double[] logitGradient, double[] gradient) {
    int layers = widths.length - 1;
    double[] g = logitGradient;
    int at = offset;
    for (int l = 0; l < layers; l++) {
      at += (widths[l] + 1) * widths[l + 1];
    }
    for (int l = layers - 1; l >= 0; l--) {
      at -= (widths[l] + 1) * widths[l + 1];
      double[] x = applied.inputs()[l];
      double[] down = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        // Behind a ReLU that is off nothing flows; the summary itself has no ReLU before it.
        if (l == 0 || x[i] > 0) {
          down[i] = Axpy.dot(parameters, at + i * g.length, g, 0, g.length);
        }
        if (gradient != null && x[i] != 0) {
          Axpy.add(x[i], g, 0, gradient, at + i * g.length, g.length);
        }
      }
      if (gradient != null) {
        Axpy.add(1, g, 0, gradient, at + x.length * g.length, g.length);
      }
      if (l > 0 && applied.masks()[l - 1] != null) {
        for (int i = 0; i < down.length; i++) {
          down[i] *= applied.masks()[l - 1][i];
        }
      }
      g = down;
    }
    return g;
  }

  private static double[] mask(int n, double dropout, SplittableRandom random) {
    double[] mask = new double[n];
    for (int i = 0; i < n; i++) {
      mask[i] = random.nextDouble() < dropout ? 0 : 1 / (1 - dropout);
    }
    return mask;
  }
}
