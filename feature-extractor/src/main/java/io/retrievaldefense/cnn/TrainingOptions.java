package io.retrievaldefense.cnn;

import java.io.Serializable;

/**
 * How a network is trained.
 *
 * @param epochs the most passes over the training images
 * @param batch images per step
 * @param learningRate the peak; it rises over the first epoch and falls to 0 as a cosine
 * @param weightDecay decoupled (AdamW)
 * @param dropout rate before the logits
 * @param labelSmoothing share of the target spread over all classes
 * @param weightAverage decay of the exponential moving average of the weights, which is what is
 *     validated and kept; 0 for none
 * @param patience epochs without a better validation accuracy before it stops
 * @param augmentation changes of training images
 * @param seed of weights, order, augmentation and dropout
 */
public record TrainingOptions(
    int epochs,
    int batch,
    double learningRate,
    double weightDecay,
    double dropout,
    double labelSmoothing,
    double weightAverage,
    int patience,
    Augmentation augmentation,
    long seed)
    implements Serializable {

  public TrainingOptions {
    require(epochs >= 1, "epochs must be positive", epochs);
    require(batch >= 1, "batch must be positive", batch);
    require(learningRate > 0, "learning rate must be positive", learningRate);
    require(weightDecay >= 0, "weight decay must not be negative", weightDecay);
    require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1)", dropout);
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing must be in [0, 1)",
        labelSmoothing);
    require(
        weightAverage >= 0 && weightAverage < 1, "weight average must be in [0, 1)", weightAverage);
    require(patience >= 1, "patience must be positive", patience);
  }

  /**
   * The same for a task in which a mirrored image is not of its class, such as telling quarter
   * turns: one to the left, mirrored, is one of the mirrored image to the right.
   */
  public TrainingOptions unmirrored() {
    return new TrainingOptions(
        epochs,
        batch,
        learningRate,
        weightDecay,
        dropout,
        labelSmoothing,
        weightAverage,
        patience,
        new Augmentation(Augmentation.Flip.NONE, augmentation.shift(), augmentation.cutout()),
        seed);
  }

  /**
   * The learning rate of a step: linear warm-up over the first epoch, then a cosine to 0.
   *
   * @param step from 0
   * @param stepsPerEpoch at least 1
   */
  public double rateAt(long step, long stepsPerEpoch) {
    if (step < stepsPerEpoch) {
      return learningRate * (step + 1) / stepsPerEpoch;
    }
    double total = Math.max(1.0, (double) (epochs - 1) * stepsPerEpoch);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * (step - stepsPerEpoch) / total));
  }

  private static void require(boolean holds, String rule, Number actual) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + actual);
    }
  }
}
