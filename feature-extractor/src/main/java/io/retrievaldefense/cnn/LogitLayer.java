package io.retrievaldefense.cnn;

/**
 * A linear classifier of features: logits [C] = h W + b.
 *
 * @param weights W, [D, C] row by row; not copied
 * @param bias b, [C]; not copied
 */
public record LogitLayer(float[] weights, float[] bias) {

  /** Checks the lengths. */
  public LogitLayer {
    if (bias.length == 0 || weights.length % bias.length != 0) {
      throw new IllegalArgumentException(
          "weights must be a row for each feature, of as many as there are biases: %d, %d"
              .formatted(weights.length, bias.length));
    }
  }

  /** D. */
  public int features() {
    return weights.length / bias.length;
  }

  /** C. */
  public int classes() {
    return bias.length;
  }
}
