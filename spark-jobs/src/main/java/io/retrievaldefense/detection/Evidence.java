package io.retrievaldefense.detection;

import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Softmax;
import java.util.List;

/**
 * What the defence tells of one input.
 *
 * @param label the class that is answered
 * @param signals by the order of {@link Signal}
 */
public record Evidence(int label, double[] signals) {
  /** Keeps the logarithm finite where a query is a private image itself. */
  static final double NO_DISTANCE = 1e-12;

  /** Checks that every signal is there. */
  public Evidence {
    if (signals.length != Signal.values().length) {
      throw new IllegalArgumentException(
          "signals must be " + Signal.values().length + ": " + signals.length);
    }
  }

  /**
   * Signals of an answer; without a neighbour it is as suspect as can be.
   *
   * @param logits of the defence [C]
   * @param weights attention [N]
   * @param rows the neighbours [N]
   * @param extractor probabilities of the extractor's own classifier [C]
   * @return what they tell
   */
  public static Evidence of(
      double[] logits, double[] weights, List<RetrievedRow> rows, double[] extractor) {
    int label = Softmax.largest(logits);
    double agreement = 0;
    double distance = 0;
    double entropy = 0;
    for (int n = 0; n < weights.length; n++) {
      agreement += rows.get(n).label() == label ? weights[n] : 0;
      distance += rows.get(n).squaredDistance() / weights.length;
      entropy -= weights[n] > 0 ? weights[n] * Math.log(weights[n]) : 0;
    }
    double far = weights.length == 0 ? Double.MAX_VALUE : Math.log(distance + NO_DISTANCE);
    return new Evidence(label, new double[] {1 - agreement, far, entropy, 1 - extractor[label]});
  }

  /**
   * @param signal which
   * @return its value
   */
  public double of(Signal signal) {
    return signals[signal.ordinal()];
  }
}
