package io.retrievaldefense.attacks.gradient;

import java.util.Locale;

/**
 * S steps of epsilon / c (Zhao, Li and Cho 2018, section 2). With S greater than c the walk is
 * longer than the ball's radius and the projection matters.
 *
 * @param steps S
 * @param c the divisor
 */
public record FractionOfEpsilon(int steps, double c) implements StepRule {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public FractionOfEpsilon {
    if (steps < 1) {
      throw new IllegalArgumentException("number of steps must be positive: " + steps);
    }
    if (!(c > 0) || Double.isInfinite(c)) {
      throw new IllegalArgumentException("step divisor c must be positive and finite: " + c);
    }
  }

  /** S steps that are 2.5 epsilon long together (Madry et al. 2018, section 5). */
  public static FractionOfEpsilon walking(int steps) {
    return new FractionOfEpsilon(steps, steps / 2.5);
  }

  @Override
  public int steps(double epsilon) {
    return steps;
  }

  @Override
  public double size(double epsilon) {
    return epsilon / c;
  }

  @Override
  public String id() {
    boolean whole = c == Math.rint(c);
    return "s" + steps + "-c" + (whole ? String.format(Locale.ROOT, "%.0f", c) : c);
  }
}
