package io.retrievaldefense.images;

/**
 * Bends a digit's box smoothly, so that no two digits of a model are alike: quadratic in u and v.
 */
final class Wobble {

  private static final int TERMS = 5;

  private final double[] across = new double[TERMS];
  private final double[] down = new double[TERMS];

  /** Moves points by about the given share of the box. */
  Wobble(double share, SplitMix random) {
    for (int i = 0; i < TERMS; i++) {
      across[i] = share * random.bell();
      down[i] = share * random.bell();
    }
  }

  double x(double u, double v) {
    return u + moved(across, 2 * u - 1, 2 * v - 1);
  }

  double y(double u, double v) {
    return v + moved(down, 2 * u - 1, 2 * v - 1);
  }

  private static double moved(double[] terms, double u, double v) {
    return terms[0] * u
        + terms[1] * v
        + terms[2] * u * v
        + terms[3] * (u * u - 0.5)
        + terms[4] * (v * v - 0.5);
  }
}
