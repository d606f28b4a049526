package io.retrievaldefense.attacks;

import java.util.OptionalInt;

/**
 * A labelled image to attack.
 *
 * @param id unique over all splits of a run; with the run's seed it fixes the random numbers
 * @param image pixels in [0,1], [inputLength]
 * @param label the true class
 * @param target the class a targeted attack aims at; empty: any wrong class will do
 */
public record Example(long id, float[] image, int label, OptionalInt target) {

  /**
   * Checks bounds: they are what makes a perturbation's size mean anything.
   *
   * @throws IllegalArgumentException if a pixel is outside [0,1], or the target is the label
   */
  public Example {
    int outside = Pixels.firstOutOfBounds(image);
    if (outside >= 0) {
      throw new IllegalArgumentException(
          "pixel %d of example %d must be in [0, 1]: %s".formatted(outside, id, image[outside]));
    }
    if (label < 0) {
      throw new IllegalArgumentException(
          "label of example %d must not be negative: %d".formatted(id, label));
    }
    if (target.isPresent() && target.getAsInt() == label) {
      throw new IllegalArgumentException(
          "target of example %d must differ from its label: %d".formatted(id, label));
    }
  }

  /** An example that any wrong class will do for. */
  public static Example untargeted(long id, float[] image, int label) {
    return new Example(id, image, label, OptionalInt.empty());
  }

  /** The same example with a class to aim at. */
  public Example towards(int target) {
    return new Example(id, image, label, OptionalInt.of(target));
  }

  /** True if predicting {@code predicted} is what the attack is after. */
  public boolean reachedBy(int predicted) {
    return target.isPresent() ? predicted == target.getAsInt() : predicted != label;
  }

  /**
   * Refuses an example that is not of the model's shape.
   *
   * @throws IllegalArgumentException if the length, the label or the target does not fit
   */
  void checkFits(AttackedModel model) {
    if (image.length != model.inputLength()) {
      throw new IllegalArgumentException(
          "image of example %d must have the model's %d values: %d"
              .formatted(id, model.inputLength(), image.length));
    }
    checkClass("label", label, model.classes());
    if (target.isPresent()) {
      checkClass("target", target.getAsInt(), model.classes());
    }
  }

  private void checkClass(String what, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          "%s of example %d must be in [0, %d): %d".formatted(what, id, classes, value));
    }
  }
}
