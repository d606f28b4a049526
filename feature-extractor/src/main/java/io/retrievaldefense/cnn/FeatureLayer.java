package io.retrievaldefense.cnn;

/** Which activations of the network serve as the feature vector h. */
public enum FeatureLayer {
  /** The output of the last hidden dense layer, after ReLU. */
  PENULTIMATE,
  /** The output of the last convolution or pooling layer, flattened in [H, W, C] order. */
  CONVOLUTIONAL,
  /**
   * Two depths at once: the output of the last hidden dense layer, then the mean over all positions
   * of each channel of the last convolution or pooling layer.
   */
  MULTI_LAYER
}
