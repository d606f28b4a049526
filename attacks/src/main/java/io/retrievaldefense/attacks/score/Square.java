package io.retrievaldefense.attacks.score;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Square attack, Linf (Andriushchenko et al. 2020): random search on the margin. It starts from
 * vertical stripes x +- epsilon, then sets a random square of every channel to x + epsilon or x -
 * epsilon and keeps it if the margin grew. It sees no gradient, so it is not misled by a masked
 * one. It ends when the goal is reached.
 *
 * @param grid how images lie in their arrays
 * @param queries the most forward passes, the start's included; 5000 in AutoAttack
 * @param initialShare p_init, the share of pixels the first squares cover; .8
 */
public record Square(ImageGrid grid, int queries, double initialShare) implements Attack {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no query or the share is not in [0,1]
   */
  public Square {
    Requirements.atLeast("number of queries", 1, queries);
    Requirements.share("initial share of pixels", initialShare);
  }

  /** So many queries, p_init = .8. */
  public static Square of(ImageGrid grid, int queries) {
    return new Square(grid, queries, .8);
  }

  @Override
  public String name() {
    return "square-q" + queries;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES);
  }

  /** Where the margin's best is not the loss's, the harness would ask for the answer once more. */
  @Override
  public long queryLimit() {
    return queries;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.norm(name(), Norm.LINF, ball);
    Requirements.bounded(name(), ball);
    grid.checkFits(model);
  }

  @Override
  public float[] perturb(AttackSession session) {
    OutputLoss margin = session.loss(LossKind.MARGIN);
    float[] original = session.original();
    float[] best = stripes(session, original);
    double bestMargin = Double.NEGATIVE_INFINITY;
    float[] candidate = best;
    for (int query = 0; query < queries; query++) {
      session.countIteration();
      if (query > 0) {
        candidate = withSquare(session, original, best, query);
      }
      float[] logits = session.scores(candidate)[0];
      double value = margin.value(logits, new float[logits.length]);
      if (value > bestMargin) {
        bestMargin = value;
        best = candidate;
      }
      if (session.reachedBy(logits)) {
        return candidate;
      }
    }
    return best;
  }

  private float[] stripes(AttackSession session, float[] original) {
    double epsilon = session.ball().epsilon();
    float[] point = new float[original.length];
    for (int column = 0; column < grid.width(); column++) {
      for (int channel = 0; channel < grid.channels(); channel++) {
        double change = sign(session.random()) * epsilon;
        for (int row = 0; row < grid.height(); row++) {
          int at = grid.index(row, column, channel);
          point[at] = (float) (original[at] + change);
        }
      }
    }
    return session.project(point);
  }

  private float[] withSquare(AttackSession session, float[] original, float[] best, int query) {
    RandomGenerator random = session.random();
    int side = SquareSchedule.side(grid, initialShare, query);
    int top = random.nextInt(grid.height() - side + 1);
    int left = random.nextInt(grid.width() - side + 1);
    float[] point = best.clone();
    for (int channel = 0; channel < grid.channels(); channel++) {
      double change = sign(random) * session.ball().epsilon();
      for (int row = top; row < top + side; row++) {
        for (int column = left; column < left + side; column++) {
          int at = grid.index(row, column, channel);
          point[at] = (float) (original[at] + change);
        }
      }
    }
    return session.project(point);
  }

  private static int sign(RandomGenerator random) {
    return random.nextBoolean() ? 1 : -1;
  }
}
