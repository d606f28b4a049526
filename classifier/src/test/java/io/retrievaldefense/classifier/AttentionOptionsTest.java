package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.AttentionOptions.Labels;
import io.retrievaldefense.classifier.AttentionOptions.TemperatureLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is learned beyond the paper's U, and its gradients. */
class AttentionOptionsTest {
  private static final SummaryShape SHAPE = new SummaryShape(5, 3, List.of(7));

  private static double[] start() {
    return SummaryModel.initialParameters(SHAPE, 2, 3);
  }

  /** The same, as learning with options sets out from it. */
  private static double[] start(AttentionOptions options) {
    double[] parameters = start();
    new FactoredParameters(SHAPE, options, parameters, 2, 9);
    return parameters;
  }

  /** Mixup, attention and factors together: the loss of one example. */
  private static double loss(
      SummaryClassifier classifier, Retrieved retrieved, double[] weights, double[] gradient) {
    double[] feature = {0.3, -0.8, 1.1, 0.4, -0.2};
    SummaryClassifier.Evaluation evaluation = classifier.evaluate(feature, retrieved);
    FullyConnected.Applied mixture =
        classifier.evaluateMixture(retrieved, weights, 0, new SplittableRandom(1));
    double[] target = LocalMixup.target(weights, retrieved.labels(), 3);
    if (gradient != null) {
      classifier.addParameterGradient(
          evaluation, Softmax.crossEntropyGradient(evaluation.logits(), 1, 0.7), gradient);
      classifier.addMixtureGradient(
          mixture, Softmax.crossEntropyGradient(mixture.logits(), target, 0.3), gradient);
    }
    return 0.7 * Softmax.crossEntropy(evaluation.logits(), 1)
        + 0.3 * Softmax.crossEntropy(mixture.logits(), target);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, FIXED",
    "0, 0, 2.5, FIXED",
    "0, 0, 2.5, LEARNED",
    "2, 0, 1, FIXED",
    "0, 3, 1, FIXED",
    "4, 2, 0.5, LEARNED"
  })
  void gradientsEqualFiniteDifferences(
      int keys, int values, double temperature, TemperatureLearning learning) {
    double[] parameters = start();
    Parameterization learned =
        new FactoredParameters(
            SHAPE,
            new AttentionOptions(keys, values, temperature, learning, 0.3, Labels.SHOWN),
            parameters,
            2,
            9);
    SummaryClassifier classifier = new SummaryClassifier(SHAPE, 1.3, parameters);
    Retrieved retrieved = SummaryClassifierTest.retrieved(6, 5, 3, 4);
    double[] weights = LocalMixup.weights(6, new SplittableRandom(5));
    double[] gradient = new double[parameters.length];
    loss(classifier, retrieved, weights, gradient);
    double[] analytic = learned.pullBack(gradient).clone();
    double step = 1e-6;
    for (int i = 0; i < analytic.length; i++) {
      double original = learned.learned()[i];
      learned.learned()[i] = original + step;
      learned.expand();
      double plus = loss(classifier, retrieved, weights, null);
      learned.learned()[i] = original - step;
      learned.expand();
      double minus = loss(classifier, retrieved, weights, null);
      learned.learned()[i] = original;
      learned.expand();
      assertThat(analytic[i])
          .as("parameter %d", i)
          .isCloseTo((plus - minus) / (2 * step), within(1e-7));
    }
    assertThat(Arrays.stream(analytic).filter(g -> g != 0).count())
        .as("parameters that matter")
        .isGreaterThan(analytic.length / 2);
  }

  @Test
  void temperatureDividesTheScores() {
    double[] cold = start();
    double[] warm =
        start(new AttentionOptions(0, 0, 4, TemperatureLearning.FIXED, 0, Labels.SHOWN));
    for (int i = 0; i < SHAPE.attentionParameters(); i++) {
      assertThat(warm[i]).isEqualTo(cold[i] / 4);
    }
    assertThat(Arrays.copyOfRange(warm, SHAPE.attentionParameters(), warm.length))
        .isEqualTo(Arrays.copyOfRange(cold, SHAPE.attentionParameters(), cold.length));
  }

  @Test
  void keysLimitTheRankOfU() {
    double[] parameters =
        start(new AttentionOptions(1, 0, 1, TemperatureLearning.FIXED, 0, Labels.SHOWN));
    for (int i = 1; i < 5; i++) {
      for (int j = 1; j < 5; j++) {
        double minor = parameters[0] * parameters[i * 5 + j] - parameters[j] * parameters[i * 5];
        assertThat(minor).isCloseTo(0, within(1e-12));
      }
    }
  }

  @Test
  void weightsAreUniformOnTheSimplex() {
    SplittableRandom random = new SplittableRandom(2);
    int draws = 20_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double[] weights = LocalMixup.weights(4, random);
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
      sum += weights[2];
      squares += weights[2] * weights[2];
    }
    // Dirichlet(1, 1, 1, 1): mean 1/4, second moment 2 / (4 * 5).
    assertThat(sum / draws).isCloseTo(0.25, within(0.005));
    assertThat(squares / draws).isCloseTo(0.1, within(0.003));
  }

  @Test
  void refusesWhatIsNoOption() {
    assertThatThrownBy(() -> options(-1, 0, 1, 0))
        .hasMessage("key length must not be negative: -1");
    assertThatThrownBy(() -> options(0, -1, 1, 0))
        .hasMessage("value length must not be negative: -1");
    assertThatThrownBy(() -> options(0, 0, 0, 0))
        .hasMessage("temperature must be positive and finite: 0.0");
    assertThatThrownBy(() -> options(0, 0, 1, 1.5))
        .hasMessage("local mixup must be in [0, 1]: 1.5");
    SummaryShape both = new SummaryShape(6, 3, List.of(16), LayerInput.BOTH);
    assertThatThrownBy(() -> train(both, with(0.5, Labels.HIDDEN)))
        .hasMessage("layers' input must be the summary alone for local mixup: BOTH");
  }

  private static AttentionOptions options(int keys, int values, double temperature, double mixup) {
    return new AttentionOptions(
        keys, values, temperature, TemperatureLearning.FIXED, mixup, Labels.SHOWN);
  }

  /**
   * How far the trained layers are from the targets on fresh convex sums of test examples'
   * neighbours: the mean Kullback-Leibler divergence.
   */
  private static double divergenceBetweenNeighbors(SummaryTrainer.Trained trained) {
    SummaryClassifier classifier = new SummaryClassifier(trained.model());
    RetrievedExamples test = SummaryTrainerTest.toy(200, 3);
    SplittableRandom random = new SplittableRandom(8);
    double divergence = 0;
    for (int i = 0; i < test.size(); i++) {
      Retrieved retrieved = test.retrieved(i, 8);
      double[] weights = LocalMixup.weights(8, random);
      double[] target = LocalMixup.target(weights, retrieved.labels(), 3);
      double[] logits = classifier.evaluateMixture(retrieved, weights, 0, random).logits();
      divergence += Softmax.crossEntropy(logits, target);
      for (double share : target) {
        divergence += share > 0 ? share * Math.log(share) : 0;
      }
    }
    return divergence / test.size();
  }

  private static SummaryTrainer.Trained train(AttentionOptions options) {
    return train(new SummaryShape(6, 3, List.of(16)), options);
  }

  private static SummaryTrainer.Trained train(SummaryShape shape, AttentionOptions options) {
    return new SummaryTrainer(new SummaryTrainingOptions(10, 1, 32, 0.01, 1e-4, 0, 1, 5, options))
        .train(
            shape,
            8,
            SummaryTrainerTest.toy(12_000, 1),
            SummaryTrainerTest.toy(200, 2),
            epoch -> {});
  }

  private static AttentionOptions with(double mixup, Labels labels) {
    return new AttentionOptions(0, 0, 1, TemperatureLearning.FIXED, mixup, labels);
  }

  @Test
  void localMixupTeachesTheLayersWhatLiesBetweenNeighbours() {
    // One epoch: among epochs of equal validation accuracy the first would be kept.
    SummaryTrainer.Trained plain = train(with(0, Labels.HIDDEN));
    SummaryTrainer.Trained mixed = train(with(0.5, Labels.HIDDEN));
    assertThat(divergenceBetweenNeighbors(mixed))
        .isLessThan(0.7 * divergenceBetweenNeighbors(plain));
    assertThat(mixed.validationAccuracy()).isGreaterThan(0.95);
  }

  @Test
  void hiddenLabelsAreNotLookedAt() {
    SummaryModel model = train(with(0, Labels.HIDDEN)).model();
    assertThat(model.parameters()).isEqualTo(SummaryAblation.labelsOff(model).parameters());
    SummaryModel shown = train(AttentionOptions.PLAIN).model();
    assertThat(shown.parameters()).isNotEqualTo(SummaryAblation.labelsOff(shown).parameters());
  }

  @Test
  void factoredAttentionLearnsAsWell() {
    List<SummaryTrainer.Trained> trained = new ArrayList<>();
    for (TemperatureLearning learning : TemperatureLearning.values()) {
      trained.add(train(new AttentionOptions(3, 4, 1, learning, 0, Labels.SHOWN)));
    }
    assertThat(trained).allMatch(t -> t.validationAccuracy() > 0.95);
    assertThat(trained.get(0).model().parameters())
        .isNotEqualTo(trained.get(1).model().parameters());
  }
}
