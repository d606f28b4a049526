package io.retrievaldefense.images;

/**
 * Paints one house number: the ground with its clutter, the digits with what lies behind them, then
 * what happens on the way to the camera (light, blur, noise). One per thread; it reuses its arrays.
 */
final class StreetNumberPainter {

  private final StreetNumberDifficulty difficulty;
  private final ClassDistribution distribution;
  private final Canvas canvas = new Canvas();
  private final CoverageMask digits = new CoverageMask();
  private final CoverageMask shape = new CoverageMask();

  StreetNumberPainter(StreetNumberDifficulty difficulty, ClassDistribution distribution) {
    this.difficulty = difficulty;
    this.distribution = distribution;
  }

  /** The picture of a digit among others; all chance comes from the given generator. */
  byte[] paint(int digit, SplitMix random) {
    float[] ground = colour(random.between(0.1, 0.9), 0.35, random);
    float[] ink = inkOn(ground, random);
    canvas.fill(ground);
    canvas.roughen(random, 4, 0.05 * random.unit());
    canvas.roughen(random, 12, 0.05 * random.unit() * random.unit());
    clutter(ground, random);
    NumberStyle style = new NumberStyle(difficulty, random);
    drawDigits(digit, style, random);
    paintDigits(ground, ink, random);
    if (random.chance(difficulty.occlusion())) {
      bar(ground, random);
    }
    light(random);
    camera(random);
    return canvas.bytes();
  }

  /** The centre digit and its neighbours to both sides, as in a number of one to three digits. */
  private void drawDigits(int digit, NumberStyle style, SplitMix random) {
    digits.clear();
    DigitModels.Model model = DigitModels.draw(digit, random);
    style.draw(model, wobble(random), 0, 0, digits);
    double drift = random.between(-0.06, 0.06) * style.height();
    int length = 1 + (random.chance(0.8) ? 1 : 0) + (random.chance(0.45) ? 1 : 0);
    int before = random.below(length);
    double half = style.widthOf(model) / 2;
    drawSide(-1, before, half, drift, style, random);
    drawSide(1, length - 1 - before, half, drift, style, random);
  }

  private void drawSide(
      int side, int count, double half, double drift, NumberStyle style, SplitMix random) {
    double edge = half;
    for (int i = 1; i <= count; i++) {
      DigitModels.Model model = DigitModels.draw(distribution.draw(random), random);
      double width = style.widthOf(model);
      double x = edge + style.gap() + width / 2;
      style.draw(model, wobble(random), side * x, side * drift * i, digits);
      edge = x + width / 2;
    }
  }

  private Wobble wobble(SplitMix random) {
    return new Wobble(difficulty.wobble() * random.unit(), random);
  }

  private void paintDigits(float[] ground, float[] ink, SplitMix random) {
    double kind = random.unit();
    if (kind < 0.2) {
      // A shadow on the wall, darker than it, to one side.
      int x = random.below(2) * 2 - 1;
      int y = random.below(3) - 1;
      canvas.paint(digits, x, y, scaled(ground, random.between(0.4, 0.8)), 0.7);
    } else if (kind < 0.32) {
      // A rim of another colour.
      float[] rim = colour(random.unit(), 0.3, random);
      for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
          canvas.paint(digits, x, y, rim, 0.5);
        }
      }
    }
    canvas.paint(digits, 0, 0, ink, random.between(0.8, 1));
  }

  /** Edges of plates, walls and shades, and bars such as frames and joints. */
  private void clutter(float[] ground, SplitMix random) {
    int pieces = (int) (random.unit() * (2 * difficulty.clutter() + 1));
    for (int i = 0; i < pieces; i++) {
      if (random.chance(0.5)) {
        edge(random);
        canvas.paint(shape, 0, 0, near(ground, random), random.between(0.4, 1));
      } else {
        bar(ground, random);
      }
    }
  }

  private void edge(SplitMix random) {
    double angle = angle(random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double out = random.between(4, 17);
    shape.halfPlane(16 + cos * out, 16 + sin * out, cos, sin, random.between(1, 3));
  }

  private void bar(float[] ground, SplitMix random) {
    double angle = angle(random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double x = random.between(0, 32);
    double y = random.between(0, 32);
    double length = random.between(4, 40);
    double half = random.between(0.3, 1.4);
    shape.clear();
    shape.segment(
        x - sin * length / 2,
        y + cos * length / 2,
        x + sin * length / 2,
        y - cos * length / 2,
        half,
        CoverageMask.Pen.SQUARE);
    canvas.paint(shape, 0, 0, near(ground, random), random.between(0.4, 1));
  }

  /** Mostly level or upright, as things on houses are. */
  private static double angle(SplitMix random) {
    double quarter = random.below(4) * 90;
    double off = random.chance(0.7) ? 5 * random.bell() : random.between(-45, 45);
    return StrictMath.toRadians(quarter + off);
  }

  private void light(SplitMix random) {
    double most = difficulty.illumination() * random.unit();
    canvas.illuminate(most * random.between(-1, 1), most * random.between(-1, 1));
    if (random.chance(0.25 * Math.min(1, 2 * difficulty.illumination()))) {
      edge(random);
      canvas.shade(shape, random.between(0.1, difficulty.illumination() + 0.1));
    }
  }

  private void camera(SplitMix random) {
    double noise = difficulty.noise() * random.unit();
    // Noise before the blur looks like that of an enlarged small picture.
    boolean enlarged = random.chance(0.5);
    if (enlarged) {
      canvas.addNoise(random, 2 * noise, 0.3);
    }
    double blur = difficulty.blur() * random.unit();
    double stretch = random.chance(0.2) ? random.between(1, 1.8) : 1;
    canvas.blur(blur * stretch, blur);
    canvas.addNoise(random, enlarged ? noise / 3 : noise, 0.3);
  }

  /**
   * A colour of the given brightness. Paint, brick and metal differ mostly between warm and cool,
   * and little between green and purple.
   */
  private static float[] colour(double brightness, double tint, SplitMix random) {
    double strength = tint * random.unit() * random.unit();
    double warm = strength * random.between(-1, 1);
    double red = warm + 0.3 * strength * random.between(-1, 1);
    double blue = -warm + 0.3 * strength * random.between(-1, 1);
    // Rec. 601 weights: the tint leaves the brightness alone.
    double green = -(0.299 * red + 0.114 * blue) / 0.587;
    return new float[] {
      (float) (brightness + red), (float) (brightness + green), (float) (brightness + blue)
    };
  }

  private float[] inkOn(float[] ground, SplitMix random) {
    double u = random.unit();
    // More of the low end than of the high.
    double share = u * Math.sqrt(u);
    double contrast =
        difficulty.contrastLow() + (difficulty.contrastHigh() - difficulty.contrastLow()) * share;
    double brightness = 0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2];
    // To where there is room for it; where there is on both sides, by chance.
    boolean lighter =
        brightness + contrast <= 1 && (brightness - contrast < 0 || random.chance(0.5));
    return colour(brightness + (lighter ? contrast : -contrast), 0.5, random);
  }

  private static float[] near(float[] ground, SplitMix random) {
    return colour(ground[1] + 0.2 * random.bell(), 0.3, random);
  }

  private static float[] scaled(float[] colour, double factor) {
    float f = (float) factor;
    return new float[] {f * colour[0], f * colour[1], f * colour[2]};
  }
}
