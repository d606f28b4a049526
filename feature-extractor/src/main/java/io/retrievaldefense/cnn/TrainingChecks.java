package io.retrievaldefense.cnn;

import io.retrievaldefense.images.LabeledImage;
import java.util.List;

/** What every training of a network asks of its images and of its loss. */
final class TrainingChecks {

  private TrainingChecks() {}

  /**
   * @throws IllegalArgumentException if there are fewer training images than one batch or no
   *     validation image
   */
  static void requireImages(
      TrainingOptions options, List<LabeledImage> training, List<LabeledImage> validation) {
    if (training.size() < options.batch()) {
      throw new IllegalArgumentException(
          "training images must fill a batch of " + options.batch() + ": " + training.size());
    }
    if (validation.isEmpty()) {
      throw new IllegalArgumentException("validation images must not be empty: 0");
    }
  }

  /**
   * @throws ArithmeticException if the loss has left the numbers, as it does where steps are too
   *     long
   */
  static void requireFinite(double loss, long step, TrainingOptions options) {
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "training loss must stay finite: "
              + loss
              + " at step "
              + step
              + "; lower the learning rate of "
              + options.learningRate());
    }
  }
}
