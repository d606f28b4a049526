package io.retrievaldefense.attacks.gradient;

import java.util.ArrayList;
import java.util.List;

/**
 * The iterations at which APGD looks at its progress: w_j = ceil(p_j N) with p_0 = 0, p_1 = .22,
 * p_(j+1) = p_j + max(p_j - p_(j-1) - .03, .06) (Croce and Hein 2020, section 3.1). For N = 100:
 * 22, 41, 57, 70, 80, 87, 93, 99.
 */
final class ApgdSchedule {

  private static final double FIRST = .22;
  private static final double SHRINK = .03;
  private static final double SHORTEST = .06;

  /** The sums of decimal fractions are a little off; 41.000000001 is not beyond 41. */
  private static final double ROUNDING = 1e-9;

  private ApgdSchedule() {}

  static List<Integer> checkpoints(int steps) {
    List<Integer> checkpoints = new ArrayList<>();
    double before = 0;
    double at = FIRST;
    while (at <= 1) {
      checkpoints.add((int) Math.ceil(at * steps - ROUNDING));
      double next = at + Math.max(at - before - SHRINK, SHORTEST);
      before = at;
      at = next;
    }
    return List.copyOf(checkpoints);
  }
}
