package io.retrievaldefense.images;

import java.io.Serializable;

/**
 * Height, width and channels of every image of a source; pixels are stored in that order.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 (grey) or 3 (RGB)
 */
public record ImageShape(int height, int width, int channels) implements Serializable {

  /** The shape of SVHN's and CIFAR-10's images. */
  public static final ImageShape RGB_32 = new ImageShape(32, 32, 3);

  /** Checks the three extents. */
  public ImageShape {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "image shape must have positive sides and 1 or 3 channels: "
              + text(height, width, channels));
    }
    // Height * width * channels is used as an int everywhere.
    if ((long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "image shape must fit one array: " + text(height, width, channels));
    }
  }

  /**
   * The number of values of one image.
   *
   * @return height * width * channels
   */
  public int length() {
    return height * width * channels;
  }

  private static String text(int height, int width, int channels) {
    return height + "x" + width + "x" + channels;
  }

  @Override
  public String toString() {
    return text(height, width, channels);
  }
}
