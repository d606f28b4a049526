package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryClassifierTest {

  private static final int D = 7;
  private static final int CLASSES = 3;
  private static final SummaryShape SHAPE = new SummaryShape(D, CLASSES, List.of(6, 5));

  private static final SummaryShape OF_FEATURE =
      new SummaryShape(D, CLASSES, List.of(6, 5), LayerInput.FEATURE);

  private static double[] randomParameters(long seed) {
    return randomParameters(SHAPE, seed);
  }

  private static double[] randomParameters(SummaryShape shape, long seed) {
    Random random = new Random(seed);
    return random.doubles(shape.parameterCount(), -0.5, 0.5).toArray();
  }

  static Retrieved retrieved(int n, int length, int classes, long seed) {
    Random random = new Random(seed);
    float[][] features = new float[n][length];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < length; j++) {
        features[i][j] = (float) random.nextGaussian();
      }
      labels[i] = random.nextInt(classes);
    }
    return new Retrieved(features, labels);
  }

  private static double[] feature(long seed) {
    return new Random(seed).doubles(D, -1, 1).toArray();
  }

  private static double loss(
      SummaryShape shape, double[] parameters, double[] h, Retrieved retrieved, int label) {
    SummaryClassifier classifier = new SummaryClassifier(shape, 1.7, parameters);
    return Softmax.crossEntropy(classifier.evaluate(h, retrieved).logits(), label);
  }

  /** The gradient of a value at h by differences of it. */
  private static double[] differences(double[] h, ToDoubleFunction<double[]> value) {
    double step = 1e-6;
    double[] gradient = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      double[] plus = h.clone();
      plus[i] += step;
      double[] minus = h.clone();
      minus[i] -= step;
      gradient[i] = (value.applyAsDouble(plus) - value.applyAsDouble(minus)) / (2 * step);
    }
    return gradient;
  }

  /** The paper's formulas written out once more, one sum at a time. */
  @Test
  void followsTheFormulasOfThePaper() {
    SummaryShape shape = new SummaryShape(2, 2, List.of());
    // U = [[1, 2], [3, 4]], then weights [4, 2] and bias [2]
    double[] parameters = {1, 2, 3, 4, .1, .2, .3, .4, .5, .6, .7, .8, .01, .02};
    SummaryClassifier classifier = new SummaryClassifier(shape, 1, parameters);
    Retrieved retrieved =
        new Retrieved(new float[][] {{1, 0}, {0, 1}, {.5f, .5f}}, new int[] {0, 1, 1});
    double[] h = {.2, .1};
    // h^T U = (.5, .8); beta = .5, .8, .65
    double[] e = {Math.exp(.5), Math.exp(.8), Math.exp(.65)};
    double sum = e[0] + e[1] + e[2];
    double[] alpha = {e[0] / sum, e[1] / sum, e[2] / sum};
    double[] summary = {
      Math.sqrt(2) * (alpha[0] + .5 * alpha[2]),
      Math.sqrt(2) * (alpha[1] + .5 * alpha[2]),
      alpha[0],
      alpha[1] + alpha[2]
    };
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(h, retrieved);
    for (int n = 0; n < 3; n++) {
      assertThat(evaluation.attention()[n]).isCloseTo(alpha[n], within(1e-12));
    }
    for (int c = 0; c < 2; c++) {
      double expected = .01 * (c + 1);
      for (int i = 0; i < 4; i++) {
        expected += summary[i] * parameters[4 + 2 * i + c];
      }
      assertThat(evaluation.logits()[c]).isCloseTo(expected, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void featureGradientEqualsFiniteDifferences(int n) {
    double[] parameters = randomParameters(1);
    Retrieved retrieved = retrieved(n, D, CLASSES, 2);
    double[] h = feature(3);
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1.7, parameters);
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(h, retrieved);
    double[] gradient =
        classifier.featureGradient(
            evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 1, 1));
    assertThat(gradient)
        .containsExactly(
            differences(h, x -> loss(SHAPE, parameters, x, retrieved, 1)), within(1e-8));
  }

  /** A fully connected network on h / 1.7 * sqrt(D), whatever was retrieved. */
  @Test
  void layersOnTheFeatureItselfDoWithoutRetrieval() {
    double[] parameters = randomParameters(1);
    double[] h = feature(3);
    SummaryClassifier classifier = new SummaryClassifier(OF_FEATURE, 1.7, parameters);
    SummaryClassifier.Evaluation evaluation =
        classifier.evaluate(h, retrieved(4, D, CLASSES, 2), new double[] {.3, -.7, 0, -2}, 2);
    double[] x = new double[D + CLASSES];
    for (int i = 0; i < D; i++) {
      x[i] = h[i] / 1.7 * Math.sqrt(D);
    }
    int at = D * D;
    int[] widths = {D + CLASSES, 6, 5, CLASSES};
    for (int l = 1; l < widths.length; l++) {
      double[] y = new double[widths[l]];
      for (int j = 0; j < y.length; j++) {
        y[j] = parameters[at + widths[l - 1] * widths[l] + j];
        for (int i = 0; i < x.length; i++) {
          y[j] += x[i] * parameters[at + i * widths[l] + j];
        }
        y[j] = l == widths.length - 1 ? y[j] : Math.max(0, y[j]);
      }
      at += (widths[l - 1] + 1) * widths[l];
      x = y;
    }
    assertThat(evaluation.logits()).containsExactly(x, within(1e-12));
    assertThat(classifier.evaluate(h, new Retrieved(new float[0][], new int[0])).logits())
        .containsExactly(x, within(1e-12));
    SummaryClassifier.InputGradient gradient =
        classifier.inputGradient(
            evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 1, 1));
    assertThat(gradient.scores()).hasSize(4).containsOnly(0);
    assertThat(gradient.feature())
        .containsExactly(
            differences(
                h, moved -> loss(OF_FEATURE, parameters, moved, retrieved(1, D, CLASSES, 9), 1)),
            within(1e-8));
  }

  @Test
  void layersOnBothAreThoseOnTheSummaryAndThoseOnTheFeature() {
    SummaryShape shape = new SummaryShape(D, CLASSES, List.of(), LayerInput.BOTH);
    SummaryShape ofSummary = new SummaryShape(D, CLASSES, List.of());
    SummaryShape ofFeature = new SummaryShape(D, CLASSES, List.of(), LayerInput.FEATURE);
    double[] parameters = randomParameters(shape, 1);
    int biasAt = parameters.length - CLASSES;
    int featureAt = biasAt - D * CLASSES;
    double[] summary = new double[ofSummary.parameterCount()];
    System.arraycopy(parameters, 0, summary, 0, featureAt);
    System.arraycopy(parameters, biasAt, summary, featureAt, CLASSES);
    double[] feature = new double[ofFeature.parameterCount()];
    System.arraycopy(parameters, featureAt, feature, D * D, D * CLASSES);
    double[] h = feature(3);
    Retrieved retrieved = retrieved(4, D, CLASSES, 2);
    double[] logits = new SummaryClassifier(shape, 1.7, parameters).evaluate(h, retrieved).logits();
    double[] ofEach =
        new SummaryClassifier(ofSummary, 1.7, summary).evaluate(h, retrieved).logits();
    double[] more = new SummaryClassifier(ofFeature, 1.7, feature).evaluate(h, retrieved).logits();
    for (int c = 0; c < CLASSES; c++) {
      ofEach[c] += more[c];
    }
    assertThat(logits).containsExactly(ofEach, within(1e-12));
  }

  @Test
  void gradientOfALossOnAttentionEqualsFiniteDifferences() {
    Retrieved retrieved = retrieved(6, D, CLASSES, 2);
    double[] h = feature(3);
    double[] weights = {0.3, -1, 2, 0.7, -0.4, 0.1};
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1.7, randomParameters(1));
    double[] gradient =
        classifier.featureGradientOfAttention(classifier.evaluate(h, retrieved), weights);
    assertThat(gradient)
        .containsExactly(
            differences(
                h,
                x -> {
                  double[] attention = classifier.evaluate(x, retrieved).attention();
                  double sum = 0;
                  for (int n = 0; n < weights.length; n++) {
                    sum += weights[n] * attention[n];
                  }
                  return sum;
                }),
            within(1e-8));
  }

  @Test
  void withoutABiasAndAtTemperatureOneItIsTheModel() {
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1.7, randomParameters(1));
    Retrieved retrieved = retrieved(5, D, CLASSES, 2);
    float[] h = {.1f, -.2f, .3f, .4f, 0, 1, -1};

    assertThat(classifier.evaluate(h, retrieved, new double[5], 1).logits())
        .isEqualTo(classifier.evaluate(h, retrieved).logits());
    assertThatThrownBy(() -> classifier.evaluate(h, retrieved, new double[4], 1))
        .hasMessage("score bias must have a value for each of the 5 neighbors: 4");
    assertThatThrownBy(() -> classifier.evaluate(h, retrieved, new double[5], 0))
        .hasMessage("temperature must be positive: 0.0");
  }

  @ParameterizedTest
  @CsvSource({"SUMMARY, .5", "SUMMARY, 1", "SUMMARY, 20", "FEATURE, 1", "BOTH, 1", "BOTH, 20"})
  void gradientsAtOtherAttentionEqualFiniteDifferences(LayerInput input, double temperature) {
    SummaryShape shape = new SummaryShape(D, CLASSES, List.of(6, 5), input);
    SummaryClassifier classifier = new SummaryClassifier(shape, 1.7, randomParameters(shape, 1));
    Retrieved retrieved = retrieved(4, D, CLASSES, 2);
    double[] h = feature(3);
    double[] bias = {.3, -.7, 0, -2};
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(h, retrieved, bias, temperature);
    SummaryClassifier.InputGradient gradient =
        classifier.inputGradient(
            evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 1, 1));
    for (int i = 0; i < D; i++) {
      double[] moved = h.clone();
      assertThat(gradient.feature()[i])
          .isCloseTo(
              slope(moved, i, () -> classifier.evaluate(moved, retrieved, bias, temperature)),
              within(1e-8));
    }
    for (int n = 0; n < bias.length; n++) {
      double[] moved = bias.clone();
      assertThat(gradient.scores()[n])
          .isCloseTo(
              slope(moved, n, () -> classifier.evaluate(h, retrieved, moved, temperature)),
              within(1e-8));
    }
  }

  /** Of the cross-entropy of class 1, by moving one of the values. */
  private static double slope(
      double[] values, int i, Supplier<SummaryClassifier.Evaluation> evaluation) {
    double step = 1e-6;
    values[i] += step;
    double plus = Softmax.crossEntropy(evaluation.get().logits(), 1);
    values[i] -= 2 * step;
    return (plus - Softmax.crossEntropy(evaluation.get().logits(), 1)) / (2 * step);
  }

  @ParameterizedTest
  @EnumSource
  void parameterGradientEqualsFiniteDifferences(LayerInput input) {
    SummaryShape shape = new SummaryShape(D, CLASSES, List.of(6, 5), input);
    double[] parameters = randomParameters(shape, 4);
    Retrieved retrieved = retrieved(5, D, CLASSES, 5);
    double[] h = feature(6);
    SummaryClassifier classifier = new SummaryClassifier(shape, 1.7, parameters);
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(h, retrieved);
    double[] gradient = new double[parameters.length];
    classifier.addParameterGradient(
        evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 2, 1), gradient);
    for (int i = 0; i < parameters.length; i++) {
      double step = 1e-6;
      double original = parameters[i];
      parameters[i] = original + step;
      double plus = loss(shape, parameters, h, retrieved, 2);
      parameters[i] = original - step;
      double minus = loss(shape, parameters, h, retrieved, 2);
      parameters[i] = original;
      assertThat(gradient[i]).isCloseTo((plus - minus) / (2 * step), within(1e-8));
    }
  }

  @Test
  void parameterGradientUnderDropoutEqualsFiniteDifferences() {
    SummaryShape shape = new SummaryShape(D, CLASSES, List.of(20, 15));
    double[] parameters = randomParameters(shape, 4);
    SummaryClassifier.Evaluation evaluation = dropped(shape, parameters);
    double[] gradient = new double[parameters.length];
    new SummaryClassifier(shape, 1.7, parameters)
        .addParameterGradient(
            evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 2, 1), gradient);
    assertThat(gradient)
        .containsExactly(
            differences(
                parameters, moved -> Softmax.crossEntropy(dropped(shape, moved).logits(), 2)),
            within(1e-7));
  }

  /** An evaluation for training; the same units are dropped in each. */
  private static SummaryClassifier.Evaluation dropped(SummaryShape shape, double[] parameters) {
    return new SummaryClassifier(shape, 1.7, parameters)
        .evaluateForTraining(
            FloatArrays.narrowed(feature(6)),
            retrieved(5, D, CLASSES, 5),
            0.3,
            new SplittableRandom(9));
  }

  @Test
  void oneNeighbourLeavesNothingToAttendTo() {
    double[] parameters = randomParameters(7);
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1, parameters);
    SummaryClassifier.Evaluation evaluation =
        classifier.evaluate(feature(1), retrieved(1, D, CLASSES, 1));
    assertThat(evaluation.attention()).containsExactly(1);
    assertThat(classifier.featureGradient(evaluation, new double[] {1, -2, 1})).containsOnly(0);
  }

  @Test
  void answersEvenWhenNothingWasRetrieved() {
    double[] parameters = randomParameters(8);
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1, parameters);
    Retrieved none = new Retrieved(new float[0][], new int[0]);
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(feature(1), none);
    assertThat(evaluation.logits()).hasSize(3).doesNotContain(Double.NaN);
    assertThat(classifier.featureGradient(evaluation, new double[] {1, -2, 1})).containsOnly(0);
  }

  @Test
  void refusesAFeatureOfAnotherLength() {
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1, randomParameters(1));
    assertThatThrownBy(() -> classifier.evaluate(new float[3], retrieved(2, D, CLASSES, 1)))
        .hasMessage("feature must have 7 values: 3");
    assertThatThrownBy(() -> classifier.evaluate(new float[D], retrieved(2, 6, CLASSES, 1)))
        .hasMessage("feature must have 7 values: 6");
  }
}
