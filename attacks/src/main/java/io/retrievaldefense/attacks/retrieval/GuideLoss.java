package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import java.util.List;

/**
 * L = -sum over guides of relu(s_i (||h' - g'_i||^2 - tau^2)) (Sitawarin and Wagner 2020), where
 * guides of a wrong class are pulled in (s = 1) and those of the true class pushed out (s = -1) of
 * tau, the distance to the row that is the N-th neighbour now. tau moves with h' and is
 * differentiated: for one neighbour and two rows the loss is then that of crossing their bisector.
 */
final class GuideLoss extends RetrievedLoss {

  private final List<float[]> pulled;
  private final List<float[]> pushed;

  GuideLoss(RetrievalAccess index, List<Candidate> pulled, List<Candidate> pushed) {
    super(index, index.neighbors());
    this.pulled = pulled.stream().map(row -> index.project(row.feature())).toList();
    this.pushed = pushed.stream().map(row -> index.project(row.feature())).toList();
  }

  @Override
  double value(float[] projected, List<Candidate> nearest, double[] gradient) {
    if (nearest.isEmpty()) {
      return 0;
    }
    Candidate last = nearest.get(nearest.size() - 1);
    float[] edge = index.project(last.feature());
    double tau = ProjectedGradients.squaredDistance(projected, edge);
    double violation = 0;
    for (float[] guide : pulled) {
      violation += hinge(projected, guide, edge, tau, 1, gradient);
    }
    for (float[] guide : pushed) {
      violation += hinge(projected, guide, edge, tau, -1, gradient);
    }
    return -violation;
  }

  private static double hinge(
      float[] projected, float[] guide, float[] edge, double tau, int sign, double[] gradient) {
    double excess = sign * (ProjectedGradients.squaredDistance(projected, guide) - tau);
    if (excess <= 0) {
      return 0;
    }
    ProjectedGradients.addDistance(projected, guide, -sign, gradient);
    ProjectedGradients.addDistance(projected, edge, sign, gradient);
    return excess;
  }
}
