package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.AttentionOptions.TemperatureLearning;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Attention and head learned in factors, and multiplied out to the parameters of a plain model:
 *
 * <pre>
 * U = Q'K / T    or U = M / T      Q, K [key length, D], M [D, D], T = exp(tau)
 * W = V'X        or W = X          W [D, out] the first layer's weights of h-bar, V [value length, D]
 * </pre>
 *
 * In the flat vector of what is learned: Q and K or M, tau if it is learned, V if there is one,
 * then X, the first layer's other weights, and all that follows as in the model.
 */
final class FactoredParameters implements Parameterization {

  private final int length;
  private final int width;
  private final int keys;
  private final int values;
  private final boolean learnsTemperature;
  private final double temperature;
  private final double[] parameters;
  private final double[] learned;
  private final double[] learnedGradient;
  private final int tauAt;
  private final int valuesAt;
  private final int headAt;

  /**
   * @param parameters of the model at the start of training; overwritten by {@link #expand}
   * @param attentionStart expectation of U's diagonal where it is factored
   * @param seed of the factors
   */
  FactoredParameters(
      SummaryShape shape,
      AttentionOptions options,
      double[] parameters,
      double attentionStart,
      long seed) {
    this.parameters = parameters;
    length = shape.featureLength();
    width = shape.widths()[1];
    keys = options.keyLength();
    values = options.valueLength();
    learnsTemperature = options.temperatureLearning() == TemperatureLearning.LEARNED;
    temperature = options.temperature();
    tauAt = keys > 0 ? 2 * keys * length : length * length;
    valuesAt = tauAt + (learnsTemperature ? 1 : 0);
    headAt = valuesAt + values * length;
    int headRows = values > 0 ? values : length;
    int rest = parameters.length - length * length - length * width;
    learned = new double[headAt + headRows * width + rest];
    learnedGradient = new double[learned.length];
    start(shape, attentionStart, new SplittableRandom(seed));
    expand();
  }

  private void start(SummaryShape shape, double attentionStart, SplittableRandom random) {
    if (keys > 0) {
      // Q = K at first: scores begin as scalar products of one random projection.
      double deviation = Math.sqrt(attentionStart / keys);
      for (int i = 0; i < keys * length; i++) {
        learned[i] = deviation * random.nextGaussian();
        learned[keys * length + i] = learned[i];
      }
    } else {
      System.arraycopy(parameters, 0, learned, 0, length * length);
    }
    if (learnsTemperature) {
      learned[tauAt] = Math.log(temperature);
    }
    int first = shape.attentionParameters();
    if (values > 0) {
      for (int i = 0; i < values * length; i++) {
        learned[valuesAt + i] = random.nextGaussian() / Math.sqrt(values);
      }
      double deviation = Math.sqrt(2.0 / shape.widths()[0]);
      for (int i = 0; i < values * width; i++) {
        learned[headAt + i] = deviation * random.nextGaussian();
      }
    } else {
      System.arraycopy(parameters, first, learned, headAt, length * width);
    }
    System.arraycopy(parameters, first + length * width, learned, restAt(), rest());
  }

  private int restAt() {
    return headAt + (values > 0 ? values : length) * width;
  }

  private int rest() {
    return parameters.length - length * length - length * width;
  }

  private double scale() {
    return 1 / (learnsTemperature ? Math.exp(learned[tauAt]) : temperature);
  }

  @Override
  public double[] learned() {
    return learned;
  }

  @Override
  public int decayFrom() {
    return headAt;
  }

  @Override
  public void expand() {
    double scale = scale();
    int square = length * length;
    Arrays.fill(parameters, 0, square, 0);
    if (keys > 0) {
      addTransposedProduct(learned, 0, learned, keys * length, keys, length, scale, parameters, 0);
    } else {
      Axpy.add(scale, learned, 0, parameters, 0, square);
    }
    if (values > 0) {
      Arrays.fill(parameters, square, square + length * width, 0);
      addTransposedProduct(
          learned, valuesAt, learned, headAt, values, width, 1, parameters, square);
    } else {
      System.arraycopy(learned, headAt, parameters, square, length * width);
    }
    System.arraycopy(learned, restAt(), parameters, square + length * width, rest());
  }

  @Override
  public double[] pullBack(double[] gradient) {
    Arrays.fill(learnedGradient, 0);
    double scale = scale();
    int square = length * length;
    if (keys > 0) {
      int keysAt = keys * length;
      addFactorGradients(gradient, 0, 0, keysAt, keys, length, scale);
    } else {
      Axpy.add(scale, gradient, 0, learnedGradient, 0, square);
    }
    if (learnsTemperature) {
      // U = M exp(-tau), so dU/dtau = -U.
      learnedGradient[tauAt] = -Axpy.dot(gradient, 0, parameters, 0, square);
    }
    if (values > 0) {
      addFactorGradients(gradient, square, valuesAt, headAt, values, width, 1);
    } else {
      System.arraycopy(gradient, square, learnedGradient, headAt, length * width);
    }
    System.arraycopy(gradient, square + length * width, learnedGradient, restAt(), rest());
    return learnedGradient;
  }

  /** target [length, n] += scale A'B for A [rows, length] and B [rows, n]. */
  private void addTransposedProduct(
      double[] a,
      int atA,
      double[] b,
      int atB,
      int rows,
      int n,
      double scale,
      double[] to,
      int at) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < length; i++) {
        Axpy.add(scale * a[atA + r * length + i], b, atB + r * n, to, at + i * n, n);
      }
    }
  }

  /** dL/dA and dL/dB of scale A'B, for dL/d(A'B) [length, n]. */
  private void addFactorGradients(
      double[] gradient, int from, int atA, int atB, int rows, int n, double scale) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < length; i++) {
        int row = from + i * n;
        learnedGradient[atA + r * length + i] +=
            scale * Axpy.dot(gradient, row, learned, atB + r * n, n);
        double factor = scale * learned[atA + r * length + i];
        Axpy.add(factor, gradient, row, learnedGradient, atB + r * n, n);
      }
    }
  }
}
