package io.retrievaldefense.attacks.decision;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * Boundary attack, L2 (Brendel, Rauber and Bethge 2018): a random walk along the boundary from
 * labels alone. Each proposal first moves on the sphere around the original (a random direction
 * across the line to it), then towards the original; it is kept if both still reach the goal. Both
 * step sizes, shares of the distance, are adapted so that about half of the first and a quarter of
 * the second moves succeed.
 *
 * @param queries the most forward passes
 * @param sphericalStep the first move across
 * @param sourceStep the first move towards the original
 */
public record BoundaryAttack(int queries, double sphericalStep, double sourceStep)
    implements Attack {

  private static final double START_PRECISION = .01;

  /** Moves of a kind between two changes of its step. */
  private static final int WINDOW = 10;

  private static final double ADAPTATION = 1.5;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public BoundaryAttack {
    Requirements.atLeast("number of queries", 1, queries);
    Requirements.positive("spherical step", sphericalStep);
    Requirements.positive("source step", sourceStep);
  }

  /** So many queries, both steps .01 at first. */
  public static BoundaryAttack of(int queries) {
    return new BoundaryAttack(queries, .01, .01);
  }

  @Override
  public String name() {
    return "boundary-q" + queries;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LABELS);
  }

  @Override
  public Selection selection(Ball ball) {
    return Selection.SMALLEST_NORM;
  }

  @Override
  public long queryLimit() {
    return queries;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.norm(name(), Norm.L2, ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] original = session.original();
    DecisionSearch search = new DecisionSearch(session);
    float[] point = search.bisect(search.start(), START_PRECISION);
    AdaptiveStep across = new AdaptiveStep(sphericalStep, .5, .2);
    AdaptiveStep towards = new AdaptiveStep(sourceStep, .25, .1);
    // Ends when the query limit is reached.
    while (true) {
      session.countIteration();
      float[] moved = across(session, original, point, across.size);
      boolean kept = search.beyond(moved);
      across.note(kept);
      if (kept) {
        float[] nearer = towards(original, moved, point, towards.size);
        boolean success = search.beyond(nearer);
        towards.note(success);
        point = success ? nearer : moved;
      }
    }
  }

  /** A random move of {@code share} of the distance across the line, back on the sphere. */
  private static float[] across(
      AttackSession session, float[] original, float[] point, double share) {
    int length = point.length;
    double distance = Norm.L2.distance(original, point);
    float[] away = Pixels.add(point, -1, original);
    float[] direction = new float[length];
    double along = 0;
    for (int i = 0; i < length; i++) {
      direction[i] = (float) session.random().nextGaussian();
      along += direction[i] * away[i];
    }
    float[] tangent = Pixels.add(direction, -along / (distance * distance), away);
    float[] moved = Norm.L2.ascend(away, tangent, share * distance);
    return Pixels.clip(Norm.L2.ascend(original, moved, distance));
  }

  /** {@code moved} brought nearer by {@code share} of the distance that {@code point} had. */
  private static float[] towards(float[] original, float[] moved, float[] point, double share) {
    double distance = Norm.L2.distance(original, point);
    float[] away = Pixels.add(moved, -1, original);
    double length = Math.max(0, Pixels.length(away) - share * distance);
    return Pixels.clip(Norm.L2.ascend(original, away, length));
  }

  /** A step that grows while most moves succeed and shrinks while few do. */
  private static final class AdaptiveStep {
    private final double growAbove;
    private final double shrinkBelow;
    private double size;
    private int moves;
    private int successes;

    AdaptiveStep(double size, double growAbove, double shrinkBelow) {
      this.size = size;
      this.growAbove = growAbove;
      this.shrinkBelow = shrinkBelow;
    }

    void note(boolean success) {
      moves++;
      successes += success ? 1 : 0;
      if (moves == WINDOW) {
        double share = (double) successes / moves;
        size *= share > growAbove ? ADAPTATION : share < shrinkBelow ? 1 / ADAPTATION : 1;
        moves = 0;
        successes = 0;
      }
    }
  }
}
