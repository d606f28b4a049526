package io.retrievaldefense.attacks;

/**
 * Losses, their gradients with respect to the pixels, and the outputs of the same forward pass.
 *
 * @param losses each example's own loss [n]
 * @param gradients d(losses[i])/d(images[i]) [n, inputLength]
 * @param outputs what the losses were computed on [n, C] (logits) or [n, D] (features)
 */
public record LossGradient(double[] losses, float[][] gradients, float[][] outputs) {

  /** Checks that the three have one row per example. */
  public LossGradient {
    if (gradients.length != losses.length || outputs.length != losses.length) {
      throw new IllegalArgumentException(
          "loss gradient must have one row per example: %d losses, %d gradients, %d outputs"
              .formatted(losses.length, gradients.length, outputs.length));
    }
  }
}
