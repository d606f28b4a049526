package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.ClassifyingLoss;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/**
 * A loss on where h' lies among the rows of the index: it does not see attention and head, so it is
 * not misled by them, but classifies on the way.
 */
abstract class RetrievedLoss implements ClassifyingLoss {

  private static final OutputLoss NO_LOSS = (logits, gradient) -> 0;

  final RetrievalAccess index;
  private final int candidates;
  private float[] logits;

  /**
   * Prepares a loss.
   *
   * @param candidates how many of the nearest rows the loss is given, at least N
   */
  RetrievedLoss(RetrievalAccess index, int candidates) {
    this.index = index;
    this.candidates = candidates;
  }

  /** Hinges that are satisfied and rows that are reached have no slope. */
  @Override
  public final boolean mayBeFlat() {
    return true;
  }

  /** The loss; writes dL/dh' to {@code gradient}. */
  abstract double value(float[] projected, List<Candidate> nearest, double[] gradient);

  @Override
  public final float[] logits() {
    return logits;
  }

  @Override
  public final double value(float[] feature, float[] gradient) {
    float[] projected = index.project(feature);
    List<Candidate> nearest = index.nearest(projected, candidates);
    List<Candidate> retrieved = nearest.subList(0, Math.min(index.neighbors(), nearest.size()));
    logits = index.classify(feature, retrieved, new double[retrieved.size()], 1, NO_LOSS).logits();
    double[] projectedGradient = new double[projected.length];
    double value = value(projected, nearest, projectedGradient);
    double[] pulled = index.pullBackProjection(projectedGradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) pulled[i];
    }
    return value;
  }
}
