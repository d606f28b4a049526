package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import java.util.List;

/** L = -||h' - g'||^2 for one guide g. */
final class CollisionLoss extends RetrievedLoss {

  private final float[] guide;

  CollisionLoss(RetrievalAccess index, Candidate guide) {
    super(index, index.neighbors());
    this.guide = index.project(guide.feature());
  }

  @Override
  double value(float[] projected, List<Candidate> nearest, double[] gradient) {
    ProjectedGradients.addDistance(projected, guide, -1, gradient);
    return -ProjectedGradients.squaredDistance(projected, guide);
  }
}
