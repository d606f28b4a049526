package io.retrievaldefense.attacks.score;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.Negated;
import io.retrievaldefense.attacks.support.Adam;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * SPSA (Uesato et al. 2018): projected Adam on the margin, with the gradient estimated from pairs
 * of random sign directions.
 *
 * @param steps Adam steps
 * @param pairs directions for each estimate, two forward passes each
 * @param radius how far along a direction the loss is asked for
 * @param learningRate Adam's, in pixels
 */
public record Spsa(int steps, int pairs, double radius, double learningRate) implements Attack {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Spsa {
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.atLeast("number of directions", 1, pairs);
    Requirements.positive("radius", radius);
    Requirements.positive("learning rate", learningRate);
  }

  /** Radius .01 and rate .01, as in the paper. */
  public static Spsa of(int steps, int pairs) {
    return new Spsa(steps, pairs, .01, .01);
  }

  @Override
  public String name() {
    return "spsa-s" + steps + "-n" + pairs;
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
    FiniteDifferences descent =
        new FiniteDifferences(
            session,
            new Negated(session.loss(LossKind.MARGIN)),
            FiniteDifferences.Direction.SIGNS,
            pairs,
            radius);
    float[] point = session.original();
    Adam adam = new Adam(point.length, learningRate);
    for (int step = 0; step < steps; step++) {
      session.countIteration();
      double[] moved = new double[point.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = point[i];
      }
      adam.descend(moved, descent.at(point));
      float[] next = new float[moved.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = (float) moved[i];
      }
      point = session.project(next);
    }
    return point;
  }
}
