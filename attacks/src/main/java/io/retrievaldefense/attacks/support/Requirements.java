package io.retrievaldefense.attacks.support;

import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Norm;

/** Checks of parameters that several attacks share; each throws IllegalArgumentException. */
public final class Requirements {

  private Requirements() {}

  /** The attack needs a radius. */
  public static void bounded(String attack, Ball ball) {
    if (Double.isInfinite(ball.epsilon())) {
      throw new IllegalArgumentException(
          "ball of attack %s must have a finite epsilon: %s".formatted(attack, ball));
    }
  }

  /** The attack is defined in one norm only. */
  public static void norm(String attack, Norm required, Ball ball) {
    if (ball.norm() != required) {
      throw new IllegalArgumentException(
          "norm of the ball of attack %s must be %s: %s".formatted(attack, required, ball.norm()));
    }
  }

  /** The attack's loss needs so many classes. */
  public static void classes(String attack, int least, int classes) {
    if (classes < least) {
      throw new IllegalArgumentException(
          "number of classes for attack %s must be at least %d: %d"
              .formatted(attack, least, classes));
    }
  }

  /** A positive, finite number. */
  public static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be positive and finite: " + value);
    }
  }

  /** A number that is finite and not negative. */
  public static void notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be finite and not negative: " + value);
    }
  }

  /** A number in [0,1]. */
  public static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be in [0, 1]: " + value);
    }
  }

  /** A count with a lower limit. */
  public static void atLeast(String what, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d: %d".formatted(what, least, value));
    }
  }
}
