package io.retrievaldefense.attacks.score;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * NES (Ilyas et al. 2018, algorithm 1): PGD whose gradient is estimated from pairs of normal
 * directions. It raises the margin where the paper takes the class probability, which a saturated
 * softmax flattens.
 *
 * @param steps S, of 2.5 epsilon / S each
 * @param pairs directions for each estimate, two forward passes each
 * @param sigma how far along a direction the loss is asked for
 */
public record Nes(int steps, int pairs, double sigma) implements Attack {

  /** The length of the whole walk, in radii: the usual choice for PGD. */
  private static final double WALK = 2.5;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Nes {
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.atLeast("number of directions", 1, pairs);
    Requirements.positive("sigma", sigma);
  }

  /** Sigma .001, as in the paper. */
  public static Nes of(int steps, int pairs) {
    return new Nes(steps, pairs, .001);
  }

  @Override
  public String name() {
    return "nes-s" + steps + "-n" + pairs;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    FiniteDifferences ascent =
        new FiniteDifferences(
            session,
            session.loss(LossKind.MARGIN),
            FiniteDifferences.Direction.NORMAL,
            pairs,
            sigma);
    double size = WALK * session.ball().epsilon() / steps;
    float[] point = session.original();
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      double[] estimate = ascent.at(point);
      float[] gradient = new float[estimate.length];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) estimate[i];
      }
      point = session.project(session.ball().ascend(point, gradient, size));
    }
    return point;
  }
}
