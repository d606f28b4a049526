package io.retrievaldefense.report;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which clean test images a model of a run got right.
 *
 * @param ids of the images, ascending
 * @param right by place in the ids
 */
public record CleanAnswers(long[] ids, BitSet right) {
  /** The two-sided 95 % quantile of the normal distribution. */
  private static final double NORMAL = 1.96;

  /** Checks that there are images, each once. */
  public CleanAnswers {
    if (ids.length == 0 || right.length() > ids.length) {
      throw new IllegalArgumentException(
          "images must be at least 1 and those that are right among them: "
              + ids.length
              + ", "
              + right.length());
    }
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] <= ids[i - 1]) {
        throw new IllegalArgumentException("ids must ascend: " + ids[i - 1] + ", " + ids[i]);
      }
    }
    ids = ids.clone();
    right = (BitSet) right.clone();
  }

  /**
   * Half of the 95 % interval of the difference of two accuracies on the same images: 1.96 sqrt((d
   * - (p - q)^2) / n) + 1 / n, d the share of images that one of the two gets right and the other
   * does not (the variance of paired differences, as in McNemar's test, with its correction for
   * continuity).
   *
   * @return in [0, 1]; nothing if the images are others
   */
  Optional<Double> halfInterval(CleanAnswers other) {
    if (!Arrays.equals(ids, other.ids)) {
      return Optional.empty();
    }
    BitSet differing = (BitSet) right.clone();
    differing.xor(other.right);
    double n = ids.length;
    double difference = (right.cardinality() - other.right.cardinality()) / n;
    double variance = differing.cardinality() / n - difference * difference;
    return Optional.of(NORMAL * Math.sqrt(Math.max(0, variance) / n) + 1 / n);
  }
}
