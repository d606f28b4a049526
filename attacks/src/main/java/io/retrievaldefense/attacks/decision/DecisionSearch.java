package io.retrievaldefense.attacks.decision;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Pixels;

/** What decision-based attacks share: a start beyond the boundary, and bisection back to it. */
final class DecisionSearch {

  private static final int START_TRIES = 100;

  private final AttackSession session;
  private final float[] original;
  private final Norm norm;

  DecisionSearch(AttackSession session) {
    this.session = session;
    this.original = session.original();
    this.norm = session.ball().norm();
  }

  boolean beyond(float[] point) {
    return session.reachedBy(session.labels(point)[0]);
  }

  /**
   * A point that reaches the goal: uniform noise, 100 tries. Ends the attack with {@code NO_START}
   * if none does.
   */
  float[] start() {
    for (int attempt = 0; attempt < START_TRIES; attempt++) {
      float[] point = new float[original.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = (float) session.random().nextDouble();
      }
      if (beyond(point)) {
        return point;
      }
    }
    throw session.noStart();
  }

  /**
   * The nearest point found to reach the goal between the original and {@code far}, which reaches
   * it: on the line in L2, on the way of shrinking boxes in Linf.
   *
   * @param precision where to end, as a share of the distance to {@code far}
   */
  float[] bisect(float[] far, double precision) {
    double outside = norm.distance(original, far);
    double low = 0;
    double high = outside;
    float[] nearest = far;
    while (high - low > precision * outside) {
      double middle = (low + high) / 2;
      float[] point = within(far, middle, outside);
      if (beyond(point)) {
        high = middle;
        nearest = point;
      } else {
        low = middle;
      }
    }
    return nearest;
  }

  private float[] within(float[] far, double radius, double outside) {
    float[] point = new float[far.length];
    for (int i = 0; i < point.length; i++) {
      double change = (double) far[i] - original[i];
      point[i] =
          Pixels.clip(
              original[i]
                  + (norm == Norm.L2
                      ? change * radius / outside
                      : Math.max(-radius, Math.min(radius, change))));
    }
    return point;
  }
}
