package io.retrievaldefense.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.AttentionOptions.Labels;
import io.retrievaldefense.classifier.AttentionOptions.TemperatureLearning;
import io.retrievaldefense.cnn.LogitLayer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearStartTest {
  private static final int CLASSES = 3;

  /** Of the first four values of h; tells the toy's classes apart badly, by two of its centres. */
  private static final LogitLayer LAYER =
      new LogitLayer(
          new float[] {.7f, -.2f, .1f, .3f, -.5f, .2f, -1.1f, .4f, .6f, .2f, .9f, -.3f},
          new float[] {.3f, -.1f, .2f});

  private static double[] linear(float[] feature) {
    double[] logits = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      logits[c] = LAYER.bias()[c];
      for (int i = 0; i < LAYER.features(); i++) {
        logits[c] += (double) feature[i] * LAYER.weights()[i * CLASSES + c];
      }
    }
    return logits;
  }

  private static SummaryTrainer.Trained train(SummaryShape shape, double rate) {
    return train(shape, rate, AttentionOptions.PLAIN);
  }

  private static SummaryTrainer.Trained train(
      SummaryShape shape, double rate, AttentionOptions options) {
    return new SummaryTrainer(
            new SummaryTrainingOptions(10, 3, 32, rate, 1e-4, 0, 3, 5, options), LAYER)
        .train(
            shape, 8, SummaryTrainerTest.toy(600, 1), SummaryTrainerTest.toy(200, 2), epoch -> {});
  }

  private static List<Integer> units(String hidden) {
    return hidden.isEmpty()
        ? List.of()
        : List.of(hidden.split(" ")).stream().map(Integer::valueOf).toList();
  }

  @ParameterizedTest
  @CsvSource({"BOTH, ''", "BOTH, 6", "BOTH, 16", "BOTH, 9 16 7", "FEATURE, ''", "FEATURE, 8 6"})
  void layersStartAsTheLinearClassifier(LayerInput input, String hidden) {
    SummaryShape shape = new SummaryShape(6, CLASSES, units(hidden), input);
    SummaryClassifier classifier = new SummaryClassifier(train(shape, 1e-12).model());
    RetrievedExamples examples = SummaryTrainerTest.toy(50, 3);
    for (int i = 0; i < examples.size(); i++) {
      double[] expected = linear(examples.feature(i));
      double[] logits = classifier.evaluate(examples.feature(i), examples.retrieved(i, 8)).logits();
      for (int c = 0; c < CLASSES; c++) {
        assertThat(logits[c]).isCloseTo(expected[c], within(1e-5));
      }
    }
  }

  /** What is learned is not the model's parameters themselves there. */
  @Test
  void layersStartSoWhateverElseIsLearned() {
    SummaryShape shape = new SummaryShape(6, CLASSES, List.of(16), LayerInput.BOTH);
    for (AttentionOptions options :
        List.of(
            new AttentionOptions(4, 0, 1, TemperatureLearning.FIXED, 0, Labels.SHOWN),
            new AttentionOptions(0, 0, 2, TemperatureLearning.LEARNED, 0, Labels.SHOWN),
            new AttentionOptions(0, 0, 1, TemperatureLearning.FIXED, 0, Labels.HIDDEN))) {
      SummaryClassifier classifier = new SummaryClassifier(train(shape, 1e-12, options).model());
      RetrievedExamples examples = SummaryTrainerTest.toy(5, 3);
      for (int i = 0; i < examples.size(); i++) {
        double[] expected = linear(examples.feature(i));
        double[] logits =
            classifier.evaluate(examples.feature(i), examples.retrieved(i, 8)).logits();
        for (int c = 0; c < CLASSES; c++) {
          assertThat(logits[c]).as("%s", options).isCloseTo(expected[c], within(1e-5));
        }
      }
    }
  }

  @Test
  void whatIsRetrievedIsLearnedToCount() {
    SummaryShape shape = new SummaryShape(6, CLASSES, List.of(16), LayerInput.BOTH);
    RetrievedExamples test = SummaryTrainerTest.toy(500, 3);
    double before = SummaryTrainer.accuracy(train(shape, 1e-12).model(), test);
    SummaryTrainer.Trained trained = train(shape, 0.01);
    assertThat(SummaryTrainer.accuracy(trained.model(), test)).isGreaterThan(before + 0.2);
    SummaryClassifier classifier = new SummaryClassifier(trained.model());
    double[] some = classifier.evaluate(test.feature(0), test.retrieved(0, 8)).logits();
    double[] others = classifier.evaluate(test.feature(0), test.retrieved(1, 8)).logits();
    assertThat(some[0]).isNotCloseTo(others[0], within(1e-3));
  }

  /** Trained under other labels every epoch is worse, and the best of them is kept all the same. */
  @Test
  void theStartIsNoneOfTheEpochs() {
    SummaryShape shape = new SummaryShape(6, CLASSES, List.of(16), LayerInput.BOTH);
    RetrievedExamples validation = SummaryTrainerTest.toy(200, 2);
    double start = SummaryTrainer.accuracy(train(shape, 1e-12).model(), validation);
    RetrievedExamples training = SummaryTrainerTest.toy(600, 1);
    int[] others = new int[600];
    for (int i = 0; i < others.length; i++) {
      others[i] = (training.label(i) + 1) % CLASSES;
    }
    SummaryTrainer.Trained trained =
        new SummaryTrainer(
                new SummaryTrainingOptions(10, 3, 32, 0.05, 0, 0, 3, 5, AttentionOptions.PLAIN),
                LAYER)
            .train(shape, 8, SummaryTrainerTest.labelled(600, 1, others), validation, e -> {});
    assertThat(trained.validationAccuracy())
        .isLessThan(start)
        .isEqualTo(
            trained.history().stream()
                .mapToDouble(SummaryTrainer.Epoch::validationAccuracy)
                .max()
                .orElseThrow())
        .isEqualTo(SummaryTrainer.accuracy(trained.model(), validation));
  }

  @Test
  void refusesLayersThatHaveNoPlaceForIt() {
    assertThatThrownBy(() -> train(new SummaryShape(6, CLASSES, List.of(16)), 0.01))
        .hasMessage("layers' input must have h to start as a linear classifier: SUMMARY");
    assertThatThrownBy(
            () -> train(new SummaryShape(6, CLASSES, List.of(16, 5), LayerInput.BOTH), 0.01))
        .hasMessage(
            "hidden units must be at least two for each of the 3 classes to start as a linear"
                + " classifier: 5");
    assertThatThrownBy(() -> train(new SummaryShape(6, 4, List.of(16), LayerInput.BOTH), 0.01))
        .hasMessage("classes must be 3 to start as a linear classifier: 4");
    assertThatThrownBy(() -> train(new SummaryShape(3, 3, List.of(16), LayerInput.BOTH), 0.01))
        .hasMessage("feature length must be at least 4 to start as a linear classifier: 3");
    AttentionOptions values =
        new AttentionOptions(0, 2, 1, TemperatureLearning.FIXED, 0, Labels.SHOWN);
    assertThatThrownBy(
            () -> train(new SummaryShape(6, CLASSES, List.of(16), LayerInput.BOTH), 0.01, values))
        .hasMessage("value length must be 0 for layers that start as a linear classifier: 2");
  }
}
