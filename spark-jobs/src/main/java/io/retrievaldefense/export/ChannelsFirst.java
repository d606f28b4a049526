package io.retrievaldefense.export;

import io.retrievaldefense.images.ImageShape;

/** Images as other programs have them. */
final class ChannelsFirst {
  private ChannelsFirst() {}

  /** A new image [C, H, W] of one that is [H, W, C]. */
  static float[] of(float[] image, ImageShape shape) {
    if (image.length != shape.length()) {
      throw new IllegalArgumentException(
          "image must have " + shape.length() + " values: " + image.length);
    }
    int channels = shape.channels();
    int area = shape.height() * shape.width();
    float[] turned = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      turned[i % channels * area + i / channels] = image[i];
    }
    return turned;
  }
}
