package io.retrievaldefense.classifier;

import java.util.SplittableRandom;

/**
 * From a feature h and its retrieved set to logits, and the gradient back to h with the retrieved
 * set held: a neighbour enters through h_n and y_n, which do not depend on the input. Attention is
 * there whatever the layers are given.
 *
 * <p>Thread-safe as long as its parameters are not changed.
 */
public final class SummaryClassifier {

  /** One evaluation, kept for its gradient. */
  public static final class Evaluation {
    private final BilinearAttention.Applied attention;
    private final FullyConnected.Applied layers;

    private Evaluation(BilinearAttention.Applied attention, FullyConnected.Applied layers) {
      this.attention = attention;
      this.layers = layers;
    }

    /** Logits [C]. */
    public double[] logits() {
      return layers.logits();
    }

    /** Attention weights alpha [N]; they sum to 1. No reason where the layers are given h alone. */
    public double[] attention() {
      return attention.alpha();
    }
  }

  /**
   * The gradient of a loss with respect to what goes into an evaluation.
   *
   * @param feature dL/dh [D] through the attention scores and, where the layers are given h,
   *     directly; the retrieved set held
   * @param scores dL/d(score bias) [N]
   */
  public record InputGradient(double[] feature, double[] scores) {}

  private final SummaryShape shape;
  private final double scale;
  private final BilinearAttention attention;
  private final FullyConnected layers;

  public SummaryClassifier(SummaryModel model) {
    this(model.shape(), model.featureScale(), FloatArrays.widened(model.parameters()));
  }

  /** On parameters that a trainer goes on changing. */
  SummaryClassifier(SummaryShape shape, double featureScale, double[] parameters) {
    this.shape = shape;
    this.scale = featureScale;
    attention = new BilinearAttention(shape, parameters);
    layers = new FullyConnected(shape, parameters);
  }

  /** D. */
  public int featureLength() {
    return shape.featureLength();
  }

  /** What the layers are given. */
  public LayerInput input() {
    return shape.input();
  }

  /** Evaluates feature h [D] with its retrieved set. */
  public Evaluation evaluate(float[] feature, Retrieved retrieved) {
    return evaluate(FloatArrays.widened(feature), retrieved);
  }

  /**
   * Evaluates with other attention, alpha = softmax(beta / temperature + bias): what an attack that
   * goes through the retrieval differentiates. Without a bias and at temperature 1 it is the model.
   *
   * @param scoreBias [N]
   */
  public Evaluation evaluate(
      float[] feature, Retrieved retrieved, double[] scoreBias, double temperature) {
    if (scoreBias.length != retrieved.size()) {
      throw new IllegalArgumentException(
          "score bias must have a value for each of the "
              + retrieved.size()
              + " neighbors: "
              + scoreBias.length);
    }
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be positive: " + temperature);
    }
    return evaluate(FloatArrays.widened(feature), retrieved, scoreBias, temperature);
  }

  Evaluation evaluate(double[] feature, Retrieved retrieved) {
    return evaluate(feature, retrieved, new double[retrieved.size()], 1);
  }

  Evaluation evaluate(
      double[] feature, Retrieved retrieved, double[] scoreBias, double temperature) {
    BilinearAttention.Applied applied = attend(feature, retrieved, scoreBias, temperature);
    return new Evaluation(applied, layers.apply(headInput(applied)));
  }

  /** With dropout in the fully connected layers. */
  Evaluation evaluateForTraining(
      float[] feature, Retrieved retrieved, double dropout, SplittableRandom random) {
    BilinearAttention.Applied applied =
        attend(FloatArrays.widened(feature), retrieved, new double[retrieved.size()], 1);
    return new Evaluation(applied, layers.apply(headInput(applied), dropout, random));
  }

  /** dL/dh [D] for dL/dlogits [C]. */
  public double[] featureGradient(Evaluation evaluation, double[] logitGradient) {
    return inputGradient(evaluation, logitGradient).feature();
  }

  /** The gradient for dL/dlogits [C]. */
  public InputGradient inputGradient(Evaluation evaluation, double[] logitGradient) {
    double[] input = scaledForHead(layers.backward(evaluation.layers, logitGradient, null));
    double[] scores = new double[evaluation.attention().length];
    double[] feature = new double[shape.featureLength()];
    if (shape.input().hasSummary()) {
      scores = attention.scoreGradient(evaluation.attention, input);
      feature = attention.queryGradient(evaluation.attention, scores);
    }
    if (shape.input().hasFeature()) {
      Axpy.add(1, input, shape.featureFrom(), feature, 0, feature.length);
    }
    return new InputGradient(unscaled(feature), scores);
  }

  /** dL/dh [D] of a loss on the attention weights, for dL/dalpha [N]. */
  public double[] featureGradientOfAttention(Evaluation evaluation, double[] weightGradient) {
    double[] scores = attention.weightToScoreGradient(evaluation.attention, weightGradient);
    return unscaled(attention.queryGradient(evaluation.attention, scores));
  }

  /** dL/dh for the gradient with respect to h over the scale; the same array. */
  private double[] unscaled(double[] gradient) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= scale;
    }
    return gradient;
  }

  /** Adds dL/dparameters to {@code gradient}. */
  void addParameterGradient(Evaluation evaluation, double[] logitGradient, double[] gradient) {
    double[] input = layers.backward(evaluation.layers, logitGradient, gradient);
    if (shape.input().hasSummary()) {
      attention.addParameterGradient(evaluation.attention, scaledForHead(input), gradient);
    }
  }

  /**
   * The layers, given a summary alone, on sum_n w_n (h_n, y_n), whatever attention would make of
   * the retrieved set.
   */
  FullyConnected.Applied evaluateMixture(
      Retrieved retrieved, double[] weights, double dropout, SplittableRandom random) {
    int length = shape.featureLength();
    double[] input = new double[shape.summaryLength()];
    double factor = headScale(shape) / scale;
    for (int n = 0; n < weights.length; n++) {
      float[] row = retrieved.features()[n];
      requireLength(row.length);
      for (int i = 0; i < length; i++) {
        input[i] += weights[n] * factor * row[i];
      }
      input[length + retrieved.labels()[n]] += weights[n];
    }
    return layers.apply(input, dropout, random);
  }

  /** Adds dL/dparameters of the layers to {@code gradient}. */
  void addMixtureGradient(
      FullyConnected.Applied mixture, double[] logitGradient, double[] gradient) {
    layers.backward(mixture, logitGradient, gradient);
  }

  private BilinearAttention.Applied attend(
      double[] feature, Retrieved retrieved, double[] scoreBias, double temperature) {
    int length = shape.featureLength();
    requireLength(feature.length);
    double[] query = new double[length];
    for (int i = 0; i < length; i++) {
      query[i] = feature[i] / scale;
    }
    double[][] neighbors = new double[retrieved.size()][length];
    for (int n = 0; n < neighbors.length; n++) {
      float[] row = retrieved.features()[n];
      requireLength(row.length);
      for (int i = 0; i < length; i++) {
        neighbors[n][i] = row[i] / scale;
      }
    }
    return attention.apply(query, neighbors, retrieved.labels(), scoreBias, temperature);
  }

  /** h-bar has unit norm here; the layers are happier with components of about 1. */
  static double headScale(SummaryShape shape) {
    return Math.sqrt(shape.featureLength());
  }

  private double[] headInput(BilinearAttention.Applied applied) {
    double[] input = new double[shape.widths()[0]];
    if (shape.input().hasSummary()) {
      System.arraycopy(applied.summary(), 0, input, 0, shape.summaryLength());
    }
    if (shape.input().hasFeature()) {
      System.arraycopy(applied.query(), 0, input, shape.featureFrom(), shape.featureLength());
    }
    return scaledForHead(input);
  }

  /** What the layers are given, or its gradient, with features times the head's scale; in place. */
  private double[] scaledForHead(double[] input) {
    double factor = headScale(shape);
    for (int i = 0; i < shape.featureLength(); i++) {
      input[i] *= factor;
    }
    for (int i = shape.summaryLength(); i < input.length; i++) {
      input[i] *= factor;
    }
    return input;
  }

  private void requireLength(int actual) {
    if (actual != shape.featureLength()) {
      throw new IllegalArgumentException(
          "feature must have " + shape.featureLength() + " values: " + actual);
    }
  }
}
