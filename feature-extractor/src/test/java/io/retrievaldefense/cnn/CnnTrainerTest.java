package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CnnTrainerTest {

  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(SHAPE, List.of("conv 8", "pool", "dense 16"), 2);

  /** Horizontal against vertical stripes of random phase and contrast, with noise. */
  private static List<LabeledImage> stripes(int n, long seed) {
    Random random = new Random(seed);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int label = i % 2;
      int phase = random.nextInt(4);
      byte[] pixels = new byte[64];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          boolean on = ((label == 0 ? y : x) + phase) / 2 % 2 == 0;
          pixels[y * 8 + x] = (byte) ((on ? 150 : 60) + random.nextInt(50));
        }
      }
      images.add(new LabeledImage(i, "stripes-" + i, label, pixels));
    }
    return images;
  }

  private static TrainingOptions options(int epochs, double learningRate, int patience) {
    return new TrainingOptions(
        epochs, 16, learningRate, 1e-4, 0.2, 0.05, 0.98, patience, Augmentation.NONE, 11);
  }

  private static CnnTrainer.Trained train(TrainingOptions options) {
    return new CnnTrainer(options)
        .train(ARCHITECTURE, stripes(320, 1), stripes(64, 2), epoch -> {});
  }

  @Test
  void learnsWhatCanBeLearned() {
    CnnTrainer.Trained trained = train(options(15, 0.01, 15));
    assertThat(CnnAccuracy.of(trained.model(), stripes(200, 3))).isGreaterThan(0.97);
    assertThat(trained.history()).hasSize(15);
    assertThat(trained.history().get(14).trainingLoss())
        .isLessThan(trained.history().get(0).trainingLoss());
  }

  @Test
  void sameSeedSameWeights() {
    assertThat(train(options(2, 0.01, 2)).model().parameters())
        .isEqualTo(train(options(2, 0.01, 2)).model().parameters());
  }

  @Test
  void stopsWhenValidationNoLongerImproves() {
    CnnTrainer.Trained trained = train(options(30, 0.01, 2));
    assertThat(trained.history()).hasSize(trained.bestEpoch() + 2);
    double best = trained.history().get(trained.bestEpoch() - 1).validationAccuracy();
    assertThat(trained.history()).allMatch(e -> e.validationAccuracy() <= best);
  }

  /** Its first: after it the validation images can no longer be answered. */
  @Test
  void keepsTheWeightsOfTheBestEpoch() {
    List<LabeledImage> validation = new ArrayList<>(stripes(64, 2));
    CnnTrainer.Trained trained =
        new CnnTrainer(options(4, 0.01, 4))
            .train(
                ARCHITECTURE,
                stripes(320, 1),
                validation,
                epoch -> validation.replaceAll(Unanswerable::of));
    assertThat(trained.history()).hasSize(4);
    assertThat(trained.bestEpoch()).isEqualTo(1);
    double best = trained.history().get(0).validationAccuracy();
    assertThat(trained.history().get(3).validationAccuracy()).isLessThan(best);
    assertThat(CnnAccuracy.of(trained.model(), stripes(64, 2))).isEqualTo(best);
    // The rate rises through a first epoch however many follow.
    assertThat(trained.model().parameters())
        .isEqualTo(train(options(1, 0.01, 1)).model().parameters());
  }

  /** Weight decay, dropout, label smoothing, average of weights. */
  @ParameterizedTest
  @CsvSource({"0.1, 0, 0, 0", "0, 0.5, 0, 0", "0, 0, 0.3, 0", "0, 0, 0, 0.9"})
  void everyOptionChangesTheWeights(
      double weightDecay, double dropout, double labelSmoothing, double weightAverage) {
    assertThat(weights(weightDecay, dropout, labelSmoothing, weightAverage))
        .isNotEqualTo(weights(0, 0, 0, 0));
  }

  private static float[] weights(
      double weightDecay, double dropout, double labelSmoothing, double weightAverage) {
    TrainingOptions options =
        new TrainingOptions(
            1,
            16,
            0.01,
            weightDecay,
            dropout,
            labelSmoothing,
            weightAverage,
            1,
            Augmentation.NONE,
            11);
    return train(options).model().parameters();
  }

  @Test
  void refusesTooFewImages() {
    CnnTrainer trainer = new CnnTrainer(options(1, 0.01, 1));
    assertThatThrownBy(
            () -> trainer.train(ARCHITECTURE, stripes(15, 1), stripes(4, 2), epoch -> {}))
        .hasMessage("training images must fill a batch of 16: 15");
    assertThatThrownBy(() -> trainer.train(ARCHITECTURE, stripes(16, 1), List.of(), epoch -> {}))
        .hasMessage("validation images must not be empty: 0");
  }

  @Test
  void saysWhenTrainingDiverges() {
    assertThatThrownBy(() -> train(options(3, 1e30, 3)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("training loss must stay finite");
  }
}
