package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.attacks.gradient.BatchPgd;
import io.retrievaldefense.cnn.AdversarialTraining;
import io.retrievaldefense.cnn.Augmentation;
import io.retrievaldefense.cnn.BatchAttack;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Training on PGD's images, against training on the images as they are. */
class AdversarialExtractorTest {
  private static final double EPSILON = 0.08;
  private static final ImageShape SHAPE = new ImageShape(8, 8, 1);
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.of(SHAPE, List.of("conv 8", "pool", "dense 16"), 2);

  /** Two classes: a broad difference, right in nine of ten images, and faint stripes, always. */
  private static List<LabeledImage> images(int n, long seed) {
    Random random = new Random(seed);
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int label = i % 2;
      // In one of ten images the broad difference points to the other class.
      boolean shown = random.nextInt(10) < 1 ? label == 0 : label == 1;
      byte[] pixels = new byte[SHAPE.length()];
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          int broad = (x < 4) == shown ? 170 : 80;
          int faint = (label == 0 ? x : y) % 2 == 0 ? 8 : -8;
          pixels[y * 8 + x] = (byte) (broad + faint + random.nextInt(9) - 4);
        }
      }
      images.add(new LabeledImage(i, "image-" + i, label, pixels));
    }
    return images;
  }

  private static BatchAttack pgd(int steps) {
    BatchPgd pgd = new BatchPgd(steps, EPSILON, 2.5);
    return (images, labels, network, strength, random) ->
        pgd.perturb(images, labels, network::at, strength, random);
  }

  private static CnnModel trained(Optional<AdversarialTraining> adversarial) {
    TrainingOptions options =
        new TrainingOptions(12, 16, 0.01, 1e-4, 0, 0, 0.9, 12, Augmentation.NONE, 5);
    return new CnnTrainer(options)
        .train(ARCHITECTURE, images(480, 1), images(160, 2), adversarial, epoch -> {})
        .model();
  }

  @Test
  void withstandsPgdOfTwentyStepsWhereStandardTrainingDoesNot() {
    CnnModel standard = trained(Optional.empty());
    CnnModel robust = trained(Optional.of(new AdversarialTraining(pgd(4), 2)));
    List<LabeledImage> test = images(300, 3);
    assertThat(CnnAccuracy.of(standard, test)).isGreaterThan(0.95);
    assertThat(CnnAccuracy.under(pgd(20), standard, test, 1)).isLessThan(0.5);
    assertThat(CnnAccuracy.under(pgd(20), robust, test, 1)).isGreaterThan(0.8);
  }

  @Test
  void sameSeedSameWeights() {
    Optional<AdversarialTraining> adversarial = Optional.of(new AdversarialTraining(pgd(1), 1));
    assertThat(trained(adversarial).parameters()).isEqualTo(trained(adversarial).parameters());
  }

  @Test
  void withoutAnAttackNothingChanges() {
    BatchAttack none = (images, labels, network, strength, random) -> images;
    CnnModel standard = trained(Optional.empty());
    assertThat(trained(Optional.of(new AdversarialTraining(none, 0))).parameters())
        .isEqualTo(standard.parameters());
  }
}
