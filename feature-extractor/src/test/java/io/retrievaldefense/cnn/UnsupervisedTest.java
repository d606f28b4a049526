package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Features that are learned without classes, and what a linear layer makes of them. */
class UnsupervisedTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(SHAPE, List.of("conv 8", "pool", "dense 24"), 2);

  /** A bright bar, upright on the left or lying at the bottom, of random length and brightness. */
  private static List<LabeledImage> bars(int n, long seed) {
    Random random = new Random(seed);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int label = i % 2;
      int length = 4 + random.nextInt(4);
      int at = random.nextInt(3);
      byte[] pixels = new byte[64];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          int along = label == 0 ? y : x;
          int across = label == 0 ? x : 7 - y;
          boolean on = along < length && across >= at && across < at + 2;
          pixels[y * 8 + x] = (byte) ((on ? 150 : 40) + random.nextInt(60));
        }
      }
      images.add(new LabeledImage(i, "bar-" + i, label, pixels));
    }
    return images;
  }

  private static TrainingOptions options(int epochs) {
    return options(epochs, 16);
  }

  private static TrainingOptions options(int epochs, int batch) {
    return new TrainingOptions(
        epochs, batch, 0.005, 1e-4, 0, 0, 0.9, epochs, Augmentation.NONE, 11);
  }

  @Test
  void autoencoderGivesBackMostOfWhatItSaw() {
    CnnTrainer.Trained trained =
        SelfSupervisedTrainer.autoencoder(options(30))
            .train(ARCHITECTURE, bars(320, 1), bars(64, 2), epoch -> {});
    TrainingProgress.Epoch best = trained.history().get(trained.bestEpoch() - 1);
    assertThat(best.validationAccuracy()).as("variance explained").isGreaterThan(0.5);
    assertThat(trained.model().architecture().classes()).isEqualTo(64);
    CnnModel probed = LinearProbe.fit(trained.model(), 2, bars(320, 1), 3);
    assertThat(probed.architecture()).isEqualTo(ARCHITECTURE);
    assertThat(CnnAccuracy.of(probed, bars(200, 3))).isGreaterThan(0.9);
    float[] hidden = trained.model().parameters();
    for (int i = 0; i < probed.parameters().length - 25 * 2; i++) {
      assertThat(probed.parameters()[i]).as("hidden layers stay").isEqualTo(hidden[i]);
    }
  }

  /**
   * Its first: after it the validation images are of the mean grey, of which there is nothing to
   * give back, and all that is given back is wrong.
   */
  @Test
  void keepsTheWeightsOfTheBestEpoch() {
    byte[] grey = new byte[64];
    Arrays.fill(grey, (byte) 88);
    List<LabeledImage> validation = new ArrayList<>(bars(64, 2));
    CnnTrainer.Trained trained =
        SelfSupervisedTrainer.autoencoder(options(3))
            .train(
                ARCHITECTURE,
                bars(320, 1),
                validation,
                epoch -> validation.replaceAll(bar -> new LabeledImage(0, "grey", 0, grey)));
    assertThat(trained.history()).hasSize(3);
    assertThat(trained.bestEpoch()).isEqualTo(1);
    // The rate rises through a first epoch however many follow.
    assertThat(trained.model().parameters())
        .isEqualTo(
            SelfSupervisedTrainer.autoencoder(options(1))
                .train(ARCHITECTURE, bars(320, 1), bars(64, 2), epoch -> {})
                .model()
                .parameters());
  }

  @Test
  void viewsOfAnImageAreToldFromThoseOfOthers() {
    CnnTrainer.Trained trained =
        SelfSupervisedTrainer.contrastive(options(8))
            .train(ARCHITECTURE, bars(320, 1), bars(64, 2), epoch -> {});
    TrainingProgress.Epoch best = trained.history().get(trained.bestEpoch() - 1);
    // By chance it would be one of fifteen.
    assertThat(best.validationAccuracy()).as("pairs found").isGreaterThan(0.3);
    CnnModel probed = LinearProbe.fit(trained.model(), 2, bars(320, 1), 3);
    assertThat(CnnAccuracy.of(probed, bars(200, 3))).isGreaterThan(0.85);
  }

  @Test
  void gradientOfContrastEqualsFiniteDifferences() {
    Contrast contrast = new Contrast(new RandomView(Augmentation.Flip.NONE), 1);
    Normalization normalization = new Normalization(new float[1], new float[] {1});
    float[][] outputs = new float[6][contrast.outputs(SHAPE)];
    Random random = new Random(4);
    for (float[] row : outputs) {
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    float[][] slope = new float[6][outputs[0].length];
    float[][] ignored = new float[6][outputs[0].length];
    contrast.loss(null, outputs, normalization, slope);
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < 64; k += 13) {
        float original = outputs[i][k];
        outputs[i][k] = original + 1e-2f;
        double plus = contrast.loss(null, outputs, normalization, ignored);
        outputs[i][k] = original - 1e-2f;
        double minus = contrast.loss(null, outputs, normalization, ignored);
        outputs[i][k] = original;
        assertThat((double) slope[i][k]).isCloseTo((plus - minus) / 2e-2, within(2e-5));
      }
    }
  }

  @Test
  void pairsAreFoundByDirection() {
    Contrast contrast = new Contrast(new RandomView(Augmentation.Flip.NONE), 1);
    float[][] outputs = new float[4][64];
    outputs[0][0] = 1;
    outputs[1][0] = 5;
    outputs[2][1] = 1;
    outputs[3][2] = 2;
    outputs[3][0] = 1;
    // The last is nearer to the first two than to its pair; among equals the pair is found.
    assertThat(contrast.tally(null, outputs, null)).isEqualTo(new SelfSupervision.Tally(3, 4));
    assertThat(contrast.loss(null, outputs, null, new float[4][64]))
        .isCloseTo(1.054, within(0.005));
  }

  @Test
  void viewsStayWithinBoundsAndDiffer() {
    RandomView view = new RandomView(Augmentation.Flip.HORIZONTAL);
    SplittableRandom random = new SplittableRandom(3);
    float[] one = new float[64];
    float[] other = new float[64];
    byte[] grey = new byte[64];
    Arrays.fill(grey, (byte) 128);
    for (int i = 0; i < 50; i++) {
      view.apply(bars(1, i).get(0).pixels(), SHAPE, random, one);
      for (float pixel : one) {
        assertThat(pixel).isBetween(0f, 1f);
      }
      view.apply(bars(1, i).get(0).pixels(), SHAPE, random, other);
      assertThat(other).isNotEqualTo(one);
      // Whatever part of it is taken, one colour stays one colour.
      view.apply(grey, SHAPE, random, one);
      for (float pixel : one) {
        assertThat(pixel).isEqualTo(one[0]);
      }
    }
    assertThatThrownBy(() -> SelfSupervisedTrainer.contrastive(options(1, 15)))
        .hasMessage("batch of views must be an even number of at least 4: 15");
  }

  @Test
  void sameSeedSameWeights() {
    SelfSupervisedTrainer autoencoder = SelfSupervisedTrainer.autoencoder(options(1));
    assertThat(weights(autoencoder)).isEqualTo(weights(autoencoder));
    SelfSupervisedTrainer contrastive = SelfSupervisedTrainer.contrastive(options(1));
    assertThat(weights(contrastive)).isEqualTo(weights(contrastive));
  }

  private static float[] weights(SelfSupervisedTrainer trainer) {
    return trainer.train(ARCHITECTURE, bars(64, 1), bars(16, 2), epoch -> {}).model().parameters();
  }

  @Test
  void rotationsTurnCounterClockwise() {
    ImageShape small = new ImageShape(2, 2, 3);
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    List<LabeledImage> rotated = Rotations.of(List.of(new LabeledImage(5, "i", 9, pixels)), small);
    assertThat(rotated).extracting(LabeledImage::label).containsExactly(0, 1, 2, 3);
    assertThat(rotated).extracting(LabeledImage::id).containsExactly(20L, 21L, 22L, 23L);
    assertThat(rotated.get(0).pixels()).isEqualTo(pixels);
    assertThat(rotated.get(1).pixels()).containsExactly(4, 5, 6, 10, 11, 12, 1, 2, 3, 7, 8, 9);
    assertThat(rotated.get(2).pixels()).containsExactly(10, 11, 12, 7, 8, 9, 4, 5, 6, 1, 2, 3);
    assertThat(rotated.get(3).pixels()).containsExactly(7, 8, 9, 1, 2, 3, 10, 11, 12, 4, 5, 6);
    assertThatThrownBy(() -> Rotations.of(List.of(), new ImageShape(2, 3, 1)))
        .hasMessage("images to rotate must be square: " + new ImageShape(2, 3, 1));
  }

  /** A quarter turn that is mirrored is the other quarter turn of what is mirrored. */
  @Test
  void turnsAreLearnedWithoutMirroring() {
    Augmentation mirroring = new Augmentation(Augmentation.Flip.HORIZONTAL, 2, 4);
    Augmentation none = new Augmentation(Augmentation.Flip.NONE, 2, 4);
    assertThat(options(mirroring).unmirrored()).isEqualTo(options(none));
  }

  private static TrainingOptions options(Augmentation augmentation) {
    return new TrainingOptions(3, 16, .002, .01, .1, .05, .9, 5, augmentation, 7);
  }

  @Test
  void refusesTooFewImages() {
    SelfSupervisedTrainer autoencoder = SelfSupervisedTrainer.autoencoder(options(1));
    assertThatThrownBy(() -> autoencoder.train(ARCHITECTURE, bars(15, 1), bars(4, 2), epoch -> {}))
        .hasMessage("training images must fill a batch of 16: 15");
    assertThatThrownBy(() -> autoencoder.train(ARCHITECTURE, bars(16, 1), List.of(), epoch -> {}))
        .hasMessage("validation images must not be empty: 0");
    assertThatThrownBy(
            () ->
                LinearProbe.fit(
                    CnnModel.initialized(
                        ARCHITECTURE, new Normalization(new float[1], new float[] {1}), 1),
                    2,
                    List.of(),
                    1))
        .hasMessage("images of a probe must not be empty: 0");
  }
}
