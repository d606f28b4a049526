package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import java.util.List;

/**
 * ASK (adversarial soft nearest neighbours): L = -log of the share of sum exp(-||h' - h'_n||^2 / T)
 * that rows of the true class have among the M nearest. Raised, it empties the neighbourhood of the
 * true class.
 */
final class SoftNeighborLoss extends RetrievedLoss {

  /** The loss once no row of the class is left: more than any share gives. */
  private static final double EMPTIED = 700;

  private final int label;
  private final double temperature;

  SoftNeighborLoss(RetrievalAccess index, int label, int candidates, double temperature) {
    super(index, candidates);
    this.label = label;
    this.temperature = temperature;
  }

  @Override
  double value(float[] projected, List<Candidate> nearest, double[] gradient) {
    double[] scores =
        nearest.stream().mapToDouble(row -> -row.squaredDistance() / temperature).toArray();
    boolean[] friends = new boolean[scores.length];
    boolean[] everyone = new boolean[scores.length];
    for (int n = 0; n < scores.length; n++) {
      friends[n] = nearest.get(n).label() == label;
      everyone[n] = true;
    }
    double whole = logSum(scores, everyone);
    double own = logSum(scores, friends);
    if (Double.isInfinite(own)) {
      return EMPTIED;
    }
    double[] slopes = new double[scores.length];
    for (int n = 0; n < slopes.length; n++) {
      // L = logsum(all) - logsum(friends), and scores fall with the squared distance over T.
      double share = Math.exp(scores[n] - whole);
      double ownShare = friends[n] ? Math.exp(scores[n] - own) : 0;
      slopes[n] = (ownShare - share) / temperature;
    }
    ProjectedGradients.addDistances(index, projected, nearest, slopes, gradient);
    return whole - own;
  }

  private static double logSum(double[] scores, boolean[] counted) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < scores.length; n++) {
      largest = counted[n] ? Math.max(largest, scores[n]) : largest;
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int n = 0; n < scores.length; n++) {
      sum += counted[n] ? Math.exp(scores[n] - largest) : 0;
    }
    return largest + Math.log(sum);
  }
}
