package io.retrievaldefense.evaluation;

import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryClassifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Why the defence answers as it does: what it retrieved, and how much each of that weighs.
 *
 * @param probabilities softmax of the logits [C]; not calibrated
 * @param neighbors nearest first; none where the layers are given the feature alone
 */
public record Explanation(double[] probabilities, List<WeighedNeighbor> neighbors) {

  /**
   * A retrieved image.
   *
   * @param id of the private image
   * @param label its class
   * @param squaredDistance of its h' to the query's
   * @param weight its attention alpha; those of all neighbours sum to 1
   */
  public record WeighedNeighbor(long id, int label, double squaredDistance, double weight) {}

  /** Copies the list. */
  public Explanation {
    neighbors = List.copyOf(neighbors);
  }

  /**
   * Answers once more, and keeps what the answer was made of.
   *
   * @param head the defence behind its extractor
   * @param feature h [D]
   */
  public static Explanation of(RetrievalHead head, float[] feature) {
    float[] projected = head.retriever().project(feature);
    List<RetrievedRow> rows = head.retriever().nearest(projected, head.neighbors());
    SummaryClassifier.Evaluation evaluation =
        head.classifier().evaluate(feature, Retrieved.of(rows));
    double[] weights = evaluation.attention();
    List<WeighedNeighbor> neighbors = new ArrayList<>();
    boolean isReason = head.classifier().input().hasSummary();
    for (int i = 0; isReason && i < weights.length; i++) {
      RetrievedRow row = rows.get(i);
      neighbors.add(new WeighedNeighbor(row.id(), row.label(), row.squaredDistance(), weights[i]));
    }
    return new Explanation(Softmax.of(evaluation.logits()), neighbors);
  }

  /** The class of the highest probability, the lower one of two equals. */
  public int label() {
    return Softmax.largest(probabilities);
  }

  /** H = -sum alpha ln alpha, in nats: 0 if one neighbour has all the weight, ln N if all equal. */
  public double entropy() {
    return neighbors.stream()
        .mapToDouble(WeighedNeighbor::weight)
        .filter(weight -> weight > 0)
        .map(weight -> -weight * Math.log(weight))
        .sum();
  }

  /** The largest attention weight. */
  public double topWeight() {
    return neighbors.stream().mapToDouble(WeighedNeighbor::weight).max().orElse(0);
  }

  /** How many of the neighbours have a label, as a share. */
  public double purity(int label) {
    return neighbors.stream().filter(neighbor -> neighbor.label() == label).count()
        / (double) Math.max(1, neighbors.size());
  }

  /** The attention weight on neighbours of a label. */
  public double weightOf(int label) {
    return neighbors.stream()
        .filter(neighbor -> neighbor.label() == label)
        .mapToDouble(WeighedNeighbor::weight)
        .sum();
  }
}
