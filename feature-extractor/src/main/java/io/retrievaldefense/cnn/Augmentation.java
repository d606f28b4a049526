package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Light changes that keep the class of a training image.
 *
 * @param flip mirror every second image left to right
 * @param shift the most pixels by which an image is moved in each direction, edges repeated
 * @param cutout side of a square set to mid grey at a random place, 0 for none
 */
public record Augmentation(Flip flip, int shift, int cutout) implements Serializable {

  /** Whether a mirrored image is still of its class: photographs yes, digits no. */
  public enum Flip {
    NONE,
    HORIZONTAL
  }

  public static final Augmentation NONE = new Augmentation(Flip.NONE, 0, 0);

  public Augmentation {
    if (shift < 0 || cutout < 0) {
      throw new IllegalArgumentException(
          "shift and cutout must not be negative: " + shift + ", " + cutout);
    }
  }

  /** Writes {@code image} (uint8 [H, W, C]), changed at random, into {@code target} in [0, 1]. */
  void apply(byte[] image, ImageShape shape, SplittableRandom random, float[] target) {
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    boolean mirror = flip == Flip.HORIZONTAL && random.nextBoolean();
    int dy = shift == 0 ? 0 : random.nextInt(-shift, shift + 1);
    int dx = shift == 0 ? 0 : random.nextInt(-shift, shift + 1);
    int out = 0;
    for (int y = 0; y < height; y++) {
      int row = clamp(y + dy, height) * width;
      for (int x = 0; x < width; x++) {
        int column = clamp(x + dx, width);
        int in = (row + (mirror ? width - 1 - column : column)) * channels;
        for (int c = 0; c < channels; c++) {
          target[out++] = (image[in++] & 0xff) / 255f;
        }
      }
    }
    if (cutout > 0) {
      cut(target, shape, random.nextInt(height), random.nextInt(width));
    }
  }

  private void cut(float[] target, ImageShape shape, int centerY, int centerX) {
    int channels = shape.channels();
    int left = Math.max(0, centerX - cutout / 2);
    int right = Math.min(shape.width(), centerX - cutout / 2 + cutout);
    for (int y = Math.max(0, centerY - cutout / 2);
        y < Math.min(shape.height(), centerY - cutout / 2 + cutout);
        y++) {
      int row = y * shape.width();
      Arrays.fill(target, (row + left) * channels, (row + right) * channels, 0.5f);
    }
  }

  private static int clamp(int value, int size) {
    return Math.max(0, Math.min(size - 1, value));
  }
}
