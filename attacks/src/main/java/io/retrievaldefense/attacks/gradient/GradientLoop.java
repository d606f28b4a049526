package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.loss.OutputLoss;

/**
 * The loop that FGSM, iFGSM, PGD and the retrieval attacks are instances of: x = project(x + size *
 * direction(gradient)), where the ball gives the direction (the gradient's sign, or the gradient
 * over its length) and the projection onto itself and [0,1].
 */
public final class GradientLoop {

  /** Where a step's gradient comes from. */
  @FunctionalInterface
  public interface Slope {
    /** The gradient to climb at a point, in step {@code step} of {@code steps} (from 0). */
    float[] at(float[] point, int step, int steps);
  }

  private GradientLoop() {}

  /** Climbs from {@code start}; the last point. */
  public static float[] run(AttackSession session, float[] start, StepRule rule, Slope slope) {
    double epsilon = session.ball().epsilon();
    int steps = rule.steps(epsilon);
    double size = rule.size(epsilon);
    float[] point = start;
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      float[] gradient = slope.at(point, step, steps);
      point = session.project(session.ball().ascend(point, gradient, size));
    }
    return point;
  }

  /** Climbs a loss on the logits. */
  static float[] run(AttackSession session, float[] start, StepRule rule, OutputLoss loss) {
    return run(
        session, start, rule, (point, step, steps) -> session.gradient(point, loss).gradient());
  }
}
