package io.retrievaldefense.images;

/**
 * What all digits of a number have in common: size, proportions, pen, and the way from a digit's
 * own box to the picture (slant, rotation, perspective about the picture's centre).
 */
final class NumberStyle {

  private static final double CENTRE = CoverageMask.SIDE / 2.0;

  private final double height;
  private final double width;
  private final double gap;
  private final double half;
  private final double stress;
  private final CoverageMask.Pen pen;
  private final double slant;
  private final double cos;
  private final double sin;
  private final double nearX;
  private final double nearY;
  private final double centreX;
  private final double centreY;

  NumberStyle(StreetNumberDifficulty difficulty, SplitMix random) {
    height = random.between(difficulty.heightLow(), difficulty.heightHigh());
    width = height * random.between(0.42, 0.7);
    half = height * random.between(difficulty.strokeLow(), difficulty.strokeHigh()) / 2;
    gap = 2 * half + height * random.between(0.02, 0.22);
    // Some typefaces have thin horizontals.
    stress = random.chance(0.3) ? random.between(0.2, 0.6) : 0;
    pen = random.chance(0.5) ? CoverageMask.Pen.SQUARE : CoverageMask.Pen.ROUND;
    slant = tangent(random.between(-1, 1) * random.unit() * difficulty.slant());
    double angle =
        StrictMath.toRadians(random.between(-1, 1) * random.unit() * difficulty.rotation());
    cos = StrictMath.cos(angle);
    sin = StrictMath.sin(angle);
    nearX = random.between(-1, 1) * difficulty.perspective() / CENTRE;
    nearY = random.between(-1, 1) * difficulty.perspective() / CENTRE;
    centreX = CENTRE + random.between(-1, 1) * difficulty.offset();
    centreY = CENTRE + random.between(-1, 1) * difficulty.offset();
  }

  private static double tangent(double degrees) {
    return StrictMath.tan(StrictMath.toRadians(degrees));
  }

  double height() {
    return height;
  }

  double gap() {
    return gap;
  }

  /**
   * The distance from the left to the right side of a digit's strokes, in pixels before turning.
   */
  double widthOf(DigitModels.Model model) {
    return width * model.width();
  }

  /**
   * Draws a digit.
   *
   * @param wobble how its points are moved about
   * @param x where its centre is, in pixels to the right of the centre digit's
   * @param y where its centre is, in pixels below the centre digit's
   */
  void draw(DigitModels.Model model, Wobble wobble, double x, double y, CoverageMask mask) {
    double digitWidth = widthOf(model);
    double[] from = new double[3];
    double[] to = new double[3];
    for (double[] line : model.lines()) {
      for (int i = 0; i < line.length; i += 2) {
        double u = wobble.x(line[i], line[i + 1]) - 0.5;
        double v = wobble.y(line[i], line[i + 1]) - 0.5;
        project(x + u * digitWidth, y + v * height, to);
        if (i > 0) {
          double dx = to[0] - from[0];
          double dy = to[1] - from[1];
          double length = Math.sqrt(dx * dx + dy * dy);
          double level = length > 0 ? Math.abs(dx) / length : 0;
          double size = half * (1 - stress * level * level) * (from[2] + to[2]) / 2;
          mask.segment(from[0], from[1], to[0], to[1], size, pen);
        }
        double[] swap = from;
        from = to;
        to = swap;
      }
    }
  }

  /** To picture coordinates and the local scale. */
  private void project(double x, double y, double[] to) {
    double leaning = x - slant * y;
    double turnedX = cos * leaning - sin * y;
    double turnedY = sin * leaning + cos * y;
    double scale = 1 / (1 + nearX * turnedX + nearY * turnedY);
    // Far neighbours could otherwise reach the horizon.
    scale = Math.min(2.5, Math.max(0.3, scale));
    to[0] = centreX + turnedX * scale;
    to[1] = centreY + turnedY * scale;
    to[2] = scale;
  }
}
