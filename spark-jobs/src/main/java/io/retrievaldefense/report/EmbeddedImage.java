package io.retrievaldefense.report;

import io.retrievaldefense.images.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * An image that is part of the page.
 *
 * @param uri a PNG as {@code data:} address
 */
public record EmbeddedImage(String uri) {
  /** Longer sides are made smaller: the page is to stay below 5 MB. */
  private static final int LONGEST = 64;

  private static final int WHITE = 255;

  /**
   * @param pixels in [0,1] [H * W * C]; what lies outside is cut
   * @param shape of the image
   */
  public static EmbeddedImage of(float[] pixels, ImageShape shape) {
    if (pixels.length != shape.length()) {
      throw new IllegalArgumentException(
          "image must be " + shape + ": " + pixels.length + " values");
    }
    int step = (Math.max(shape.height(), shape.width()) + LONGEST - 1) / LONGEST;
    int width = Math.max(1, shape.width() / step);
    int height = Math.max(1, shape.height() / step);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, mean(pixels, shape, y * step, x * step, step));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new EmbeddedImage(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
  }

  /**
   * The difference of two images around mid-grey.
   *
   * @param after [H * W * C]
   * @param before the same shape
   * @param times how much larger the difference is shown than it is
   */
  public static EmbeddedImage difference(
      float[] after, float[] before, ImageShape shape, double times) {
    float[] shown = new float[after.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = (float) (0.5 + times * (after[i] - before[i]));
    }
    return of(shown, shape);
  }

  /** The mean of a square as 0xRRGGBB. */
  private static int mean(float[] pixels, ImageShape shape, int top, int left, int step) {
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int channel = shape.channels() == 1 ? 0 : c;
      double sum = 0;
      for (int y = top; y < top + step; y++) {
        for (int x = left; x < left + step; x++) {
          sum += pixels[(y * shape.width() + x) * shape.channels() + channel];
        }
      }
      long value = Math.round(WHITE * sum / (step * step));
      rgb = rgb << 8 | (int) Math.min(WHITE, Math.max(0, value));
    }
    return rgb;
  }
}
