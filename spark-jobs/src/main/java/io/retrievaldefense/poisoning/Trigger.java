package io.retrievaldefense.poisoning;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.ImageShape;

/**
 * A chequered square in the lower right corner of an image, black where row and column are both
 * even or both odd and white elsewhere: the trigger of BadNets (Gu, Dolan-Gavitt and Garg 2017).
 *
 * @param shape of the images, which the square must fit
 * @param side of the square, in pixels
 */
public record Trigger(ImageShape shape, int side) {

  /** Checks the side. */
  public Trigger {
    int most = Math.min(shape.height(), shape.width());
    if (side < 1 || side > most) {
      throw new BadInputException("side of a trigger must be in [1, " + most + "]: " + side);
    }
  }

  /**
   * @param pixels in [0,1], [H * W * C]; not changed
   * @return the image with the square on it
   */
  public float[] on(float[] pixels) {
    float[] marked = pixels.clone();
    int channels = shape.channels();
    for (int y = shape.height() - side; y < shape.height(); y++) {
      for (int x = shape.width() - side; x < shape.width(); x++) {
        for (int c = 0; c < channels; c++) {
          marked[(y * shape.width() + x) * channels + c] = (x + y) % 2;
        }
      }
    }
    return marked;
  }
}
