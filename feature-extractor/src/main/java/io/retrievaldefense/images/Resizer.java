package io.retrievaldefense.images;

/**
 * Stretches an image with a triangle filter that widens when shrinking (bilinear with
 * antialiasing), rows and columns separately. Own arithmetic, so that every platform gives the same
 * bytes.
 */
final class Resizer {

  private Resizer() {}

  /** The old positions that one new position is made of: a first one, and weights that sum to 1. */
  private record Window(int first, float[] weights) {}

  /** From {@code from} to {@code to}, which have the same number of channels. */
  static byte[] resize(byte[] pixels, ImageShape from, ImageShape to) {
    int channels = from.channels();
    Window[] across = windows(from.width(), to.width());
    Window[] down = windows(from.height(), to.height());
    int row = to.width() * channels;
    float[] narrow = new float[from.height() * row];
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < row; x++) {
        Window window = across[x / channels];
        int start = (y * from.width() + window.first) * channels + x % channels;
        float sum = 0;
        for (int i = 0; i < window.weights.length; i++) {
          sum += window.weights[i] * (pixels[start + i * channels] & 0xff);
        }
        narrow[y * row + x] = sum;
      }
    }
    byte[] resized = new byte[to.length()];
    for (int y = 0; y < to.height(); y++) {
      for (int x = 0; x < row; x++) {
        Window window = down[y];
        float sum = 0;
        for (int i = 0; i < window.weights.length; i++) {
          sum += window.weights[i] * narrow[(window.first + i) * row + x];
        }
        resized[y * row + x] = (byte) Math.min(255, Math.max(0, (int) (sum + 0.5f)));
      }
    }
    return resized;
  }

  private static Window[] windows(int from, int to) {
    double scale = (double) from / to;
    double reach = Math.max(1, scale);
    Window[] windows = new Window[to];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale - 0.5;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(from - 1, (int) Math.floor(centre + reach));
      float[] weights = new float[last - first + 1];
      double sum = 0;
      for (int j = first; j <= last; j++) {
        sum += Math.max(0, 1 - Math.abs(j - centre) / reach);
      }
      for (int j = first; j <= last; j++) {
        weights[j - first] = (float) (Math.max(0, 1 - Math.abs(j - centre) / reach) / sum);
      }
      windows[i] = new Window(first, weights);
    }
    return windows;
  }
}
