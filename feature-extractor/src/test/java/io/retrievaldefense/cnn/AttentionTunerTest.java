package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionTunerTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(SHAPE, List.of("conv 8", "pool", "dense 16"), 3);
  private static final AttentionTuning TUNING =
      new AttentionTuning(FeatureLayer.PENULTIMATE, 5, 200, 10, 0);

  /** Upright bars, level bars and chequers, moved at random, faint under noise. */
  private static List<LabeledImage> images(int n, long seed) {
    Random random = new Random(seed);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int label = i % 3;
      int right = random.nextInt(4);
      int down = random.nextInt(4);
      byte[] pixels = new byte[64];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          int column = (x + right) / 2;
          int row = (y + down) / 2;
          int pattern = label == 0 ? column : label == 1 ? row : column + row;
          pixels[y * 8 + x] = (byte) ((pattern % 2 == 0 ? 100 : 50) + random.nextInt(100));
        }
      }
      images.add(new LabeledImage(1000 - i, "image-" + i, label, pixels));
    }
    return images;
  }

  private static TrainingOptions options(int epochs, double learningRate) {
    return new TrainingOptions(
        epochs, 30, learningRate, 1e-4, 0.2, 0, 0.98, 50, Augmentation.NONE, 11);
  }

  private static CnnModel untrained() {
    return CnnModel.initialized(
        ARCHITECTURE, new Normalization(new float[] {.5f}, new float[] {.2f}), 4);
  }

  private static AttentionTuner.Tuned tune(TrainingOptions options, AttentionTuning tuning) {
    return new AttentionTuner(options, tuning)
        .tune(untrained(), images(300, 1), images(90, 2), epoch -> {});
  }

  @ParameterizedTest
  @EnumSource(names = {"PENULTIMATE", "MULTI_LAYER"})
  void attentionAnswersBetterThanBefore(FeatureLayer layer) {
    AttentionTuner.Tuned tuned =
        tune(options(10, 0.005), new AttentionTuning(layer, 5, 200, 10, 0));
    assertThat(tuned.before()).isLessThan(0.85);
    assertThat(tuned.after()).isGreaterThan(0.9);
    assertThat(tuned.history()).hasSize(10);
    assertThat(tuned.history().get(9).trainingLoss())
        .isLessThan(0.7 * tuned.history().get(0).trainingLoss());
    assertThat(tuned.history().get(tuned.bestEpoch() - 1).validationAccuracy())
        .isEqualTo(tuned.after());
  }

  @Test
  void theNetworksOwnClassifierLearnsBesideIt() {
    AttentionTuning both = new AttentionTuning(FeatureLayer.PENULTIMATE, 5, 200, 10, 1);
    List<LabeledImage> test = images(150, 3);
    assertThat(CnnAccuracy.of(tune(options(20, 0.005), both).model(), test)).isGreaterThan(0.85);
    assertThat(CnnAccuracy.of(untrained(), test)).isLessThan(0.5);
  }

  /** Of both losses at once, along their own gradient, keys and neighbours held. */
  @Test
  void parameterGradientIsTheSlopeOfTheLoss() {
    List<LabeledImage> images = images(230, 6);
    List<LabeledImage> banked = images.subList(30, 230);
    CnnModel model = untrained();
    float[][] keys = ImageFeatures.of(model, FeatureLayer.PENULTIMATE, banked);
    try (FeatureBank bank =
        new FeatureBank(keys, banked.stream().mapToInt(LabeledImage::label).toArray(), 30)) {
      Batch batch = new Batch(images.subList(0, 30), bank, model);
      float[] gradient = new float[model.parameters().length];
      batch.loss(model, gradient);
      double squares = 0;
      for (float g : gradient) {
        squares += (double) g * g;
      }
      float t = 1e-3f;
      double plus = batch.loss(moved(model, gradient, t), new float[gradient.length]);
      double minus = batch.loss(moved(model, gradient, -t), new float[gradient.length]);
      assertThat((plus - minus) / (2 * t)).isCloseTo(squares, within(0.02 * squares));
    }
  }

  private static CnnModel moved(CnnModel model, float[] direction, float by) {
    float[] parameters = model.parameters().clone();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += by * direction[i];
    }
    return new CnnModel(model.architecture(), model.normalization(), parameters);
  }

  /** Thirty images and what they retrieve. */
  private static final class Batch {
    private static final TrainingOptions PLAIN =
        new TrainingOptions(1, 30, 0.01, 0, 0, 0, 0, 1, Augmentation.NONE, 1);
    private final List<LabeledImage> images;
    private final FeatureBank bank;
    private final int[][] nearest;

    Batch(List<LabeledImage> images, FeatureBank bank, CnnModel model) {
      this.images = images;
      this.bank = bank;
      int[] own = new int[images.size()];
      Arrays.fill(own, FeatureBank.NONE);
      float[][] features = ImageFeatures.of(model, FeatureLayer.PENULTIMATE, images);
      nearest = bank.nearest(NormalizedFeatures.of(features).values(), own, 5);
    }

    /** The loss, and its gradient with respect to the parameters. */
    double loss(CnnModel model, float[] gradient) {
      NeighborAttention attention = new NeighborAttention(10, 3);
      int[] labels = images.stream().mapToInt(LabeledImage::label).toArray();
      try (TrainingStep step = new TrainingStep(model, PLAIN)) {
        step.forward(
            images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new),
            new SplittableRandom(1));
        NormalizedFeatures queries =
            NormalizedFeatures.of(HostArrays.rows(step.network().features(), labels.length));
        float[][] slope = new float[labels.length][step.network().featureLength()];
        double loss = step.loss(labels, 0.5);
        double share = 1.0 / labels.length;
        for (int i = 0; i < labels.length; i++) {
          float[][] neighbors = bank.features(nearest[i]);
          int[] theirs = bank.labels(nearest[i]);
          loss +=
              share
                  * attention.loss(
                      queries.values()[i], neighbors, theirs, labels[i], share, slope[i]);
        }
        queries.pullBack(slope);
        step.backwardWithFeatures(slope);
        HostArrays.read(step.network().parameterGradient(), gradient);
        return loss;
      }
    }
  }

  @Test
  void sameSeedSameWeightsAndAnotherBankOthers() {
    float[] weights = tune(options(1, 0.005), TUNING).model().parameters();
    assertThat(tune(options(1, 0.005), TUNING).model().parameters()).isEqualTo(weights);
    AttentionTuning smaller = new AttentionTuning(FeatureLayer.PENULTIMATE, 5, 40, 10, 0);
    assertThat(tune(options(1, 0.005), smaller).model().parameters()).isNotEqualTo(weights);
  }

  @Test
  void aNetworkThatDoesNotGetBetterStaysAsItWas() {
    TrainingOptions still = new TrainingOptions(9, 30, 1e-12, 0, 0, 0, 0, 2, Augmentation.NONE, 11);
    AttentionTuner.Tuned tuned = tune(still, TUNING);
    assertThat(tuned.bestEpoch()).isZero();
    assertThat(tuned.after()).isEqualTo(tuned.before());
    assertThat(tuned.history()).as("patience of two").hasSize(2);
    assertThat(tuned.model().parameters()).isEqualTo(untrained().parameters());
  }

  @Test
  void keepsTheWeightsOfTheBestEpoch() {
    AttentionTuner.Tuned tuned = tunedBestByItsFirstEpoch(3);
    assertThat(tuned.history()).hasSize(3);
    assertThat(tuned.bestEpoch()).isEqualTo(1);
    assertThat(tuned.history().get(0).validationAccuracy()).isEqualTo(tuned.after());
    assertThat(tuned.history().get(2).validationAccuracy()).isLessThan(tuned.after());
    AttentionTuner.Tuned further =
        new AttentionTuner(options(1, 0.005), TUNING)
            .tune(tuned.model(), images(300, 1), images(90, 2), epoch -> {});
    assertThat(further.before()).isEqualTo(tuned.after());
    // The rate rises through a first epoch however many follow.
    assertThat(tuned.model().parameters())
        .isEqualTo(tunedBestByItsFirstEpoch(1).model().parameters());
  }

  /** Only at the end of the first epoch can the validation images be answered. */
  private static AttentionTuner.Tuned tunedBestByItsFirstEpoch(int epochs) {
    List<LabeledImage> training = images(300, 1);
    List<LabeledImage> validation = new ArrayList<>(images(90, 2));
    validation.replaceAll(Unanswerable::of);
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void images(long done, long total) {
            if (done == training.size()) {
              Collections.copy(validation, AttentionTunerTest.images(90, 2));
            }
          }

          @Override
          public void epoch(TrainingProgress.Epoch epoch) {
            validation.replaceAll(Unanswerable::of);
          }
        };
    return new AttentionTuner(options(epochs, 0.005), TUNING)
        .tune(untrained(), training, validation, progress);
  }

  @Test
  void refusesWhatItCannotTuneBy() {
    AttentionTuner tuner = new AttentionTuner(options(1, 0.01), TUNING);
    assertThatThrownBy(() -> tuner.tune(untrained(), images(29, 1), images(3, 2), epoch -> {}))
        .hasMessage("training images must fill a batch of 30: 29");
    assertThatThrownBy(() -> tuner.tune(untrained(), images(30, 1), List.of(), epoch -> {}))
        .hasMessage("validation images must not be empty: 0");
    AttentionTuner wide =
        new AttentionTuner(
            options(1, 0.01), new AttentionTuning(FeatureLayer.PENULTIMATE, 30, 99, 10, 1));
    assertThatThrownBy(() -> wide.tune(untrained(), images(30, 1), images(3, 2), epoch -> {}))
        .hasMessage("training images must be more than neighbors, 30: 30");
  }

  @Test
  void saysWhatIsWrongWithItsSettings() {
    assertThatThrownBy(() -> new AttentionTuning(FeatureLayer.PENULTIMATE, 0, 9, 1, 1))
        .hasMessage("neighbors must be positive: 0");
    assertThatThrownBy(() -> new AttentionTuning(FeatureLayer.PENULTIMATE, 9, 9, 1, 1))
        .hasMessage("bank must be of more images than neighbors, 9: 9");
    assertThatThrownBy(() -> new AttentionTuning(FeatureLayer.PENULTIMATE, 1, 9, 0, 1))
        .hasMessage("sharpness must be positive and finite: 0.0");
    assertThatThrownBy(() -> new AttentionTuning(FeatureLayer.PENULTIMATE, 1, 9, 1, Double.NaN))
        .hasMessage("weight of cross-entropy must be finite and not negative: NaN");
  }

  @Test
  void saysWhenItDiverges() {
    assertThatThrownBy(() -> tune(options(3, 1e30), TUNING))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("lower the learning rate");
  }
}
