package io.retrievaldefense.images;

import java.util.Arrays;

/**
 * How much of each pixel a set of strokes covers: 1 inside, falling to 0 over one pixel at the edge
 * (from the distance of the pixel's centre to the nearest stroke).
 */
final class CoverageMask {

  static final int SIDE = 32;

  private final float[] coverage = new float[SIDE * SIDE];

  void clear() {
    Arrays.fill(coverage, 0);
  }

  float at(int pixel) {
    return coverage[pixel];
  }

  /**
   * Adds a segment of a round or square pen.
   *
   * @param half half the pen's width in pixels
   * @param pen what the ends look like: squares or half circles
   */
  void segment(double x0, double y0, double x1, double y1, double half, Pen pen) {
    // Pixels whose centres lie within half a pixel of the stroke.
    int left = (int) Math.max(0, Math.ceil(Math.min(x0, x1) - half - 1));
    int right = (int) Math.min(SIDE - 1.0, Math.floor(Math.max(x0, x1) + half));
    int top = (int) Math.max(0, Math.ceil(Math.min(y0, y1) - half - 1));
    int bottom = (int) Math.min(SIDE - 1.0, Math.floor(Math.max(y0, y1) + half));
    float length = (float) Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    float ux = length > 0 ? (float) (x1 - x0) / length : 1;
    float uy = length > 0 ? (float) (y1 - y0) / length : 0;
    float edge = (float) half + 0.5f;
    for (int y = top; y <= bottom; y++) {
      float dy = (float) (y + 0.5 - y0);
      for (int x = left; x <= right; x++) {
        float dx = (float) (x + 0.5 - x0);
        float along = dx * ux + dy * uy;
        float beyond = Math.max(0, Math.max(-along, along - length));
        float across = Math.abs(dx * uy - dy * ux);
        float distance =
            pen == Pen.SQUARE
                ? Math.max(beyond, across)
                : (float) Math.sqrt(beyond * beyond + across * across);
        float covered = Math.min(1, edge - distance);
        int pixel = y * SIDE + x;
        if (covered > coverage[pixel]) {
          coverage[pixel] = covered;
        }
      }
    }
  }

  /**
   * Covers the side of a line that (nx, ny), a unit vector, points to; the edge is soft pixels
   * wide.
   */
  void halfPlane(double x, double y, double nx, double ny, double soft) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double inside = ((column + 0.5 - x) * nx + (row + 0.5 - y) * ny) / soft + 0.5;
        coverage[row * SIDE + column] = (float) Math.max(0, Math.min(1, inside));
      }
    }
  }

  /** What strokes end in. */
  enum Pen {
    ROUND,
    SQUARE
  }
}
