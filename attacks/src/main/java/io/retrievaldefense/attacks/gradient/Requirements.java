package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.LinfBall;

/** Checks that several attacks share. */
final class Requirements {

  private Requirements() {}

  static void bounded(String attack, Ball ball) {
    if (Double.isInfinite(ball.epsilon())) {
      throw new IllegalArgumentException(
          "ball of attack %s must have a finite epsilon: %s".formatted(attack, ball));
    }
  }

  static void linf(String attack, Ball ball) {
    if (!(ball instanceof LinfBall)) {
      throw new IllegalArgumentException(
          "ball of attack %s must be an Linf ball: %s".formatted(attack, ball));
    }
  }

  static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be positive and finite: " + value);
    }
  }

  static void atLeast(String what, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d: %d".formatted(what, least, value));
    }
  }
}
