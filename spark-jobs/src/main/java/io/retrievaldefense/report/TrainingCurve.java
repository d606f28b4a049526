package io.retrievaldefense.report;

import java.util.List;

/**
 * How a training went.
 *
 * @param name what was trained
 * @param epochs one after the other
 */
public record TrainingCurve(String name, List<Epoch> epochs) {

  /**
   * One epoch.
   *
   * @param number from 1
   * @param loss cross-entropy on training images
   * @param accuracy on validation images, in [0, 1]
   */
  public record Epoch(int number, double loss, double accuracy) {}

  /** Copies the list. */
  public TrainingCurve {
    epochs = List.copyOf(epochs);
  }
}
