package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.loss.LogitDifference;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016): the step to the nearest of the linearised
 * boundaries, repeated until the class changes. With f_k = z_k - z_y and w_k its gradient, the
 * nearest k has the smallest |f_k| / ||w_k||_q and the step is |f_k| w_k / ||w_k||_2^2 in L2, |f_k|
 * sign(w_k) / ||w_k||_1 in Linf (q = 2, 1). As in its authors' code, the steps are summed and tried
 * at x + (1 + overshoot) * sum; the answer is the smallest perturbation that worked.
 *
 * @param steps the most iterations
 * @param overshoot what the sum is lengthened by, to end beyond the boundary; .02 in the paper
 */
public record DeepFool(int steps, double overshoot) implements Attack {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if there is no step, or the overshoot is negative
   */
  public DeepFool {
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.notNegative("overshoot", overshoot);
  }

  /** 50 steps, overshoot .02. */
  public static DeepFool standard() {
    return new DeepFool(50, .02);
  }

  @Override
  public String name() {
    return "deepfool";
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  @Override
  public Selection selection(Ball ball) {
    return Selection.SMALLEST_NORM;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.classes(name(), 2, model.classes());
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] original = session.original();
    List<LogitDifference> boundaries = boundaries(session);
    float[] sum = new float[original.length];
    float[] point = original;
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      float[][] copies = Collections.nCopies(boundaries.size(), point).toArray(float[][]::new);
      LossGradient answer = session.gradients(copies, boundaries);
      if (session.reachedBy(answer.outputs()[0])) {
        break;
      }
      int nearest = nearest(answer, session.ball().norm());
      if (nearest < 0) {
        break;
      }
      sum = addStep(sum, answer, nearest, session.ball().norm());
      point = Pixels.clip(Pixels.add(original, 1 + overshoot, sum));
    }
    return point;
  }

  private static List<LogitDifference> boundaries(AttackSession session) {
    List<LogitDifference> boundaries = new ArrayList<>();
    for (int k = 0; k < session.classes(); k++) {
      if (k != session.label() && session.reachedBy(k)) {
        boundaries.add(new LogitDifference(k, session.label()));
      }
    }
    return boundaries;
  }

  /** The boundary at the smallest linearised distance; -1 if none has a gradient. */
  private static int nearest(LossGradient answer, Norm norm) {
    int nearest = -1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < answer.losses().length; k++) {
      double length = dualLength(answer.gradients()[k], norm);
      double distance = Math.abs(answer.losses()[k]) / length;
      if (length > 0 && distance < smallest) {
        smallest = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  private static float[] addStep(float[] sum, LossGradient answer, int boundary, Norm norm) {
    float[] gradient = answer.gradients()[boundary];
    double distance = Math.abs(answer.losses()[boundary]) / dualLength(gradient, norm);
    return norm.ascend(sum, gradient, distance);
  }

  private static double dualLength(float[] gradient, Norm norm) {
    return norm == Norm.L2 ? Pixels.length(gradient) : Pixels.absoluteSum(gradient);
  }
}
