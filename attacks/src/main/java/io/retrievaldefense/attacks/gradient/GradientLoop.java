package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.OutputLoss;
import io.retrievaldefense.attacks.PointGradient;

/**
 * The loop that FGSM, iFGSM and PGD are instances of: x = project(x + size * direction(gradient)),
 * where the ball gives the direction (the gradient's sign, or the gradient over its length) and the
 * projection onto itself and [0,1].
 */
final class GradientLoop {

  private GradientLoop() {}

  static float[] run(AttackSession session, float[] start, StepRule rule, OutputLoss loss) {
    double epsilon = session.ball().epsilon();
    int steps = rule.steps(epsilon);
    double size = rule.size(epsilon);
    float[] point = start;
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      PointGradient at = session.gradient(point, loss);
      point = session.project(session.ball().ascend(point, at.gradient(), size));
    }
    return point;
  }
}
