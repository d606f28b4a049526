package io.retrievaldefense.cnn;

/** Hears of training as it goes on. */
public interface TrainingProgress {

  /** What one epoch came to. */
  record Epoch(
      int number, int of, double trainingLoss, double validationAccuracy, double seconds) {}

  /** After every step: {@code done} of {@code total} images in the whole training. */
  default void images(long done, long total) {}

  /** After every epoch. */
  void epoch(Epoch epoch);
}
