package io.retrievaldefense.attacks.score;

import io.retrievaldefense.attacks.support.ImageGrid;

/**
 * The share p of the pixels that a square changes, by query: p_init, halved after queries 10, 50,
 * 200, 500, 1000, 2000, 4000, 6000 and 8000 (Andriushchenko et al. 2020, section 3; not rescaled to
 * the budget). The square's side is round(sqrt(p H W)), at least 1 and at most the shorter side.
 */
final class SquareSchedule {

  private static final int[] HALVED_AFTER = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  private SquareSchedule() {}

  /** The side at a query; query 0 is the start from stripes. */
  static int side(ImageGrid grid, double initialShare, int query) {
    double share = initialShare;
    for (int limit : HALVED_AFTER) {
      if (query > limit) {
        share /= 2;
      }
    }
    int side = (int) Math.round(Math.sqrt(share * grid.height() * grid.width()));
    return Math.max(1, Math.min(side, Math.min(grid.height(), grid.width())));
  }
}
