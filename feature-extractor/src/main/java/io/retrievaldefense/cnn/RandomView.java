package io.retrievaldefense.cnn;

import io.retrievaldefense.images.ImageShape;
import java.util.SplittableRandom;

/**
 * A random view of an image as SimCLR has them (Chen et al. 2020), smaller: a square part of
 * between 0.35 and all of its area, scaled to its size by linear interpolation, mirrored where that
 * keeps a class, brighter or darker, of other contrast and tint.
 *
 * @param flip whether views may be mirrored
 */
record RandomView(Augmentation.Flip flip) {
  private static final double LEAST_AREA = 0.35;
  private static final double JITTER = 0.3;

  /**
   * @param image uint8 [H, W, C]
   * @param target receives pixels in [0,1], [H * W * C]
   */
  void apply(byte[] image, ImageShape shape, SplittableRandom random, float[] target) {
    double scale = Math.sqrt(random.nextDouble(LEAST_AREA, 1));
    double top = random.nextDouble() * (1 - scale) * (shape.height() - 1);
    double left = random.nextDouble() * (1 - scale) * (shape.width() - 1);
    boolean mirror = flip == Augmentation.Flip.HORIZONTAL && random.nextBoolean();
    int out = 0;
    for (int y = 0; y < shape.height(); y++) {
      double fromY = top + scale * y;
      for (int x = 0; x < shape.width(); x++) {
        double fromX = left + scale * (mirror ? shape.width() - 1 - x : x);
        for (int c = 0; c < shape.channels(); c++) {
          target[out++] = (float) interpolated(image, shape, fromY, fromX, c);
        }
      }
    }
    jitter(target, shape.channels(), random);
  }

  private static double interpolated(byte[] image, ImageShape shape, double y, double x, int c) {
    int top = Math.min((int) y, shape.height() - 1);
    int left = Math.min((int) x, shape.width() - 1);
    int bottom = Math.min(top + 1, shape.height() - 1);
    int right = Math.min(left + 1, shape.width() - 1);
    double down = y - top;
    double along = x - left;
    double upper = (1 - along) * pixel(image, shape, top, left, c);
    upper += along * pixel(image, shape, top, right, c);
    double lower = (1 - along) * pixel(image, shape, bottom, left, c);
    lower += along * pixel(image, shape, bottom, right, c);
    return (1 - down) * upper + down * lower;
  }

  private static double pixel(byte[] image, ImageShape shape, int y, int x, int c) {
    return (image[(y * shape.width() + x) * shape.channels() + c] & 0xff) / 255.0;
  }

  /** Contrast about the mean, one shift for all channels and a smaller one for each. */
  private static void jitter(float[] pixels, int channels, SplittableRandom random) {
    double mean = 0;
    for (float pixel : pixels) {
      mean += pixel / pixels.length;
    }
    double contrast = 1 + random.nextDouble(-JITTER, JITTER);
    double brightness = random.nextDouble(-JITTER, JITTER) / 2;
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      shift[c] = mean + brightness + random.nextDouble(-JITTER, JITTER) / 3;
    }
    for (int i = 0; i < pixels.length; i++) {
      double value = contrast * (pixels[i] - mean) + shift[i % channels];
      pixels[i] = (float) Math.max(0, Math.min(1, value));
    }
  }
}
