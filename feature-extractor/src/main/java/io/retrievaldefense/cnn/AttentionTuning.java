package io.retrievaldefense.cnn;

import java.util.Objects;

/**
 * What the loss of an {@link AttentionTuner} is.
 *
 * @param features which activations are h
 * @param neighbors N, how many an image retrieves
 * @param bank the most training images that are retrieved from
 * @param sharpness s: the multiple of the identity that stands for U, for features of unit norm
 * @param crossEntropy weight of the cross-entropy of the network's own logits beside attention's
 */
public record AttentionTuning(
    FeatureLayer features, int neighbors, int bank, double sharpness, double crossEntropy) {

  /** Checks every value. */
  public AttentionTuning {
    Objects.requireNonNull(features, "features");
    if (neighbors < 1) {
      throw new IllegalArgumentException("neighbors must be positive: " + neighbors);
    }
    // One entry may be the image itself, which is no neighbour.
    if (bank <= neighbors) {
      throw new IllegalArgumentException(
          "bank must be of more images than neighbors, " + neighbors + ": " + bank);
    }
    if (!(sharpness > 0) || !Double.isFinite(sharpness)) {
      throw new IllegalArgumentException("sharpness must be positive and finite: " + sharpness);
    }
    if (!(crossEntropy >= 0) || !Double.isFinite(crossEntropy)) {
      throw new IllegalArgumentException(
          "weight of cross-entropy must be finite and not negative: " + crossEntropy);
    }
  }
}
