package io.retrievaldefense.attacks.decision;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * HopSkipJump (Chen, Jordan and Wainwright 2020), L2 and Linf: from labels alone. At a point on the
 * boundary it estimates the boundary's normal from B_0 sqrt(t) random directions, steps along it by
 * distance / sqrt(t) (halved until the goal is still reached) and bisects back to the boundary.
 *
 * <p>Where we differ: the bisection ends at 1/(d sqrt(d)) (L2) or 1/d^2 (Linf) of the distance as
 * in the paper, but at .001 if that is coarser, which matters in small dimensions; and an estimate
 * takes no more than half of the queries that are left, so that few of them still make a step.
 *
 * @param queries the most forward passes
 * @param initialDirections B_0, 100 in the paper
 * @param mostDirections the most directions of one estimate
 */
public record HopSkipJump(int queries, int initialDirections, int mostDirections)
    implements Attack {

  private static final double COARSEST = 1e-3;

  /** The first estimate's radius, when the distance is still that of noise. */
  private static final double FIRST_RADIUS = .1;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public HopSkipJump {
    Requirements.atLeast("number of queries", 1, queries);
    Requirements.atLeast("number of initial directions", 1, initialDirections);
    Requirements.atLeast("largest number of directions", initialDirections, mostDirections);
  }

  /** So many queries, 100 directions at first. */
  public static HopSkipJump of(int queries) {
    return new HopSkipJump(queries, 100, 10_000);
  }

  @Override
  public String name() {
    return "hopskipjump-q" + queries;
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
  public float[] perturb(AttackSession session) {
    float[] original = session.original();
    Norm norm = session.ball().norm();
    double precision = precision(norm, original.length);
    DecisionSearch search = new DecisionSearch(session);
    float[] boundary = search.bisect(search.start(), precision);
    // Ends when the query limit is reached, or the point cannot move any more.
    for (int t = 1; ; t++) {
      session.countIteration();
      double distance = norm.distance(original, boundary);
      double radius = t == 1 ? FIRST_RADIUS : radius(norm, original.length, precision, distance);
      long affordable = Math.max(1, session.queriesLeft() / 2);
      double wanted = Math.min(mostDirections, initialDirections * Math.sqrt(t));
      int directions = (int) Math.min(affordable, wanted);
      float[] normal = normal(session, boundary, radius, directions);
      float[] ahead = step(search, norm, boundary, normal, distance / Math.sqrt(t));
      if (ahead == boundary) {
        return boundary;
      }
      boundary = search.bisect(ahead, precision);
    }
  }

  private static double precision(Norm norm, int dimension) {
    double d = dimension;
    return Math.min(COARSEST, norm == Norm.L2 ? 1 / (d * Math.sqrt(d)) : 1 / (d * d));
  }

  private static double radius(Norm norm, int dimension, double precision, double distance) {
    return (norm == Norm.L2 ? Math.sqrt(dimension) : dimension) * precision * distance;
  }

  /** Monte Carlo estimate of the boundary's normal, pointing beyond it (the paper's eq. 16). */
  private static float[] normal(
      AttackSession session, float[] boundary, double radius, int directions) {
    float[][] asked = new float[directions][];
    for (int n = 0; n < directions; n++) {
      float[] direction = new float[boundary.length];
      for (int i = 0; i < direction.length; i++) {
        direction[i] = (float) session.random().nextGaussian();
      }
      asked[n] = Pixels.clip(Norm.L2.ascend(boundary, direction, radius));
    }
    int[] labels = session.labels(asked);
    double mean = 0;
    for (int label : labels) {
      mean += session.reachedBy(label) ? 1.0 / directions : -1.0 / directions;
    }
    // Where all agree there is nothing to centre: follow them, or flee them.
    double centre = Math.abs(mean) >= 1 - 1e-9 ? 0 : mean;
    double[] sum = new double[boundary.length];
    for (int n = 0; n < directions; n++) {
      double weight = (session.reachedBy(labels[n]) ? 1 : -1) - centre;
      for (int i = 0; i < sum.length; i++) {
        // What the cut to [0,1] left of the direction.
        float taken = (float) (((double) asked[n][i] - boundary[i]) / radius);
        sum[i] += weight * taken;
      }
    }
    float[] normal = new float[sum.length];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (float) sum[i];
    }
    return normal;
  }

  /** The boundary point moved along the normal as far as the goal is kept; itself if never. */
  private static float[] step(
      DecisionSearch search, Norm norm, float[] boundary, float[] normal, double size) {
    double shortest = size * 1e-6;
    for (double length = size; length > shortest; length /= 2) {
      float[] ahead = Pixels.clip(norm.ascend(boundary, normal, length));
      if (search.beyond(ahead)) {
        return ahead;
      }
    }
    return boundary;
  }
}
