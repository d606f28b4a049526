package io.retrievaldefense.images;

import java.util.Arrays;

/** A picture of 32 by 32 RGB values about [0, 1], and what is done to it. */
final class Canvas {

  private static final int SIDE = CoverageMask.SIDE;
  private static final int CHANNELS = 3;
  private static final int ROW = SIDE * CHANNELS;

  private final float[] values = new float[SIDE * ROW];
  private final float[] scratch = new float[SIDE * ROW];

  void fill(float[] colour) {
    for (int at = 0; at < values.length; at += CHANNELS) {
      System.arraycopy(colour, 0, values, at, CHANNELS);
    }
  }

  /** Paints with a colour where the mask covers, shifted by whole pixels. */
  void paint(CoverageMask mask, int shiftX, int shiftY, float[] colour, double opacity) {
    float opaque = (float) opacity;
    for (int y = Math.max(0, shiftY); y < Math.min(SIDE, SIDE + shiftY); y++) {
      for (int x = Math.max(0, shiftX); x < Math.min(SIDE, SIDE + shiftX); x++) {
        float share = opaque * mask.at((y - shiftY) * SIDE + x - shiftX);
        if (share > 0) {
          int at = y * ROW + x * CHANNELS;
          for (int c = 0; c < CHANNELS; c++) {
            values[at + c] += share * (colour[c] - values[at + c]);
          }
        }
      }
    }
  }

  /** Multiplies by 1 + across * x + down * y, with x and y from -1 to 1. */
  void illuminate(double across, double down) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float light =
            (float) (1 + across * ((x + 0.5) / SIDE * 2 - 1) + down * ((y + 0.5) / SIDE * 2 - 1));
        int at = y * ROW + x * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
          values[at + c] *= light;
        }
      }
    }
  }

  /** Multiplies by 1 - depth where the mask covers. */
  void shade(CoverageMask mask, double depth) {
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      float light = (float) (1 - depth * mask.at(pixel));
      for (int c = 0; c < CHANNELS; c++) {
        values[pixel * CHANNELS + c] *= light;
      }
    }
  }

  /** Adds a random surface: bells on a grid of the given number of cells, interpolated between. */
  void roughen(SplitMix random, int cells, double deviation) {
    int corners = cells + 1;
    float[] grid = new float[corners * corners];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) (deviation * random.bell());
    }
    float step = (float) cells / SIDE;
    float[] line = new float[corners];
    for (int y = 0; y < SIDE; y++) {
      float gy = (y + 0.5f) * step;
      int row = (int) gy;
      float fy = gy - row;
      for (int i = 0; i < corners; i++) {
        float upper = grid[row * corners + i];
        line[i] = upper + fy * (grid[(row + 1) * corners + i] - upper);
      }
      for (int x = 0; x < SIDE; x++) {
        float gx = (x + 0.5f) * step;
        int column = (int) gx;
        float added = line[column] + (gx - column) * (line[column + 1] - line[column]);
        int at = y * ROW + x * CHANNELS;
        values[at] += added;
        values[at + 1] += added;
        values[at + 2] += added;
      }
    }
  }

  /** Adds noise to every value; colour is the share of it that differs between the channels. */
  void addNoise(SplitMix random, double deviation, double colour) {
    float common = (float) (deviation * (1 - colour));
    float own = (float) (deviation * colour);
    for (int at = 0; at < values.length; at += CHANNELS) {
      long first = random.next();
      long second = random.next();
      float grey = common * SplitMix.triangle((int) first);
      values[at] += grey + own * SplitMix.triangle((int) (first >>> Integer.SIZE));
      values[at + 1] += grey + own * SplitMix.triangle((int) second);
      values[at + 2] += grey + own * SplitMix.triangle((int) (second >>> Integer.SIZE));
    }
  }

  /** Blurs with a Gaussian of the given deviations in pixels; the border's values go on outside. */
  void blur(double across, double down) {
    blurRows(kernel(across));
    blurColumns(kernel(down));
  }

  private void blurRows(float[] kernel) {
    int radius = kernel.length / 2;
    if (radius == 0) {
      return;
    }
    float[] padded = new float[ROW + 2 * radius * CHANNELS];
    float[] blurred = new float[ROW];
    for (int row = 0; row < values.length; row += ROW) {
      System.arraycopy(values, row, padded, radius * CHANNELS, ROW);
      for (int i = 0; i < radius * CHANNELS; i++) {
        padded[i] = values[row + i % CHANNELS];
        padded[padded.length - 1 - i] = values[row + ROW - 1 - i % CHANNELS];
      }
      Arrays.fill(blurred, 0);
      for (int k = 0; k < kernel.length; k++) {
        addScaled(padded, k * CHANNELS, kernel[k], blurred);
      }
      System.arraycopy(blurred, 0, values, row, ROW);
    }
  }

  private void blurColumns(float[] kernel) {
    int radius = kernel.length / 2;
    if (radius == 0) {
      return;
    }
    System.arraycopy(values, 0, scratch, 0, values.length);
    float[] blurred = new float[ROW];
    for (int y = 0; y < SIDE; y++) {
      Arrays.fill(blurred, 0);
      for (int k = 0; k < kernel.length; k++) {
        int from = Math.max(0, Math.min(SIDE - 1, y + k - radius)) * ROW;
        addScaled(scratch, from, kernel[k], blurred);
      }
      System.arraycopy(blurred, 0, values, y * ROW, ROW);
    }
  }

  /** A loop that the compiler turns into vector instructions. */
  private static void addScaled(float[] from, int offset, float weight, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += weight * from[offset + i];
    }
  }

  private static float[] kernel(double deviation) {
    int radius = deviation < 0.2 ? 0 : (int) Math.ceil(2.5 * deviation);
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] =
          radius == 0 ? 1 : (float) StrictMath.exp(-i * i / (2 * deviation * deviation));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** The values as bytes [H, W, C]. */
  byte[] bytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (Math.max(0, Math.min(1, values[i])) * 255 + 0.5f);
    }
    return bytes;
  }
}
