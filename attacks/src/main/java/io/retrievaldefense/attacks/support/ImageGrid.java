package io.retrievaldefense.attacks.support;

import io.retrievaldefense.attacks.AttackedModel;

/**
 * How an image lies in its array, for attacks that change regions: [height, width, channels],
 * row-major, channels last.
 *
 * @param height rows
 * @param width columns
 * @param channels values of a pixel
 */
public record ImageGrid(int height, int width, int channels) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ImageGrid {
    Requirements.atLeast("image height", 1, height);
    Requirements.atLeast("image width", 1, width);
    Requirements.atLeast("image channels", 1, channels);
  }

  /** The index of a value in the array. */
  public int index(int row, int column, int channel) {
    return (row * width + column) * channels + channel;
  }

  /**
   * Refuses a model of another size.
   *
   * @throws IllegalArgumentException if height * width * channels is not its input length
   */
  public void checkFits(AttackedModel model) {
    int length = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    if (length != model.inputLength()) {
      throw new IllegalArgumentException(
          "image grid %dx%dx%d must have the model's %d values: %d"
              .formatted(height, width, channels, model.inputLength(), length));
    }
  }
}
