package io.retrievaldefense.report;

import java.util.Arrays;

/**
 * What attention and retrieval did for a number of images.
 *
 * @param name of the images: clean, or attacked how
 * @param images how many
 * @param entropy mean of -sum alpha ln alpha over the most it can be, ln N, in [0, 1]
 * @param topWeight mean of the largest attention weight
 * @param agreeing mean attention weight on neighbours of the true class
 * @param topWeights how many images have a largest weight in each tenth of [0, 1] [10]
 * @param purity by class, the share of neighbours of the true class; NaN for a class without images
 */
public record AttentionSummary(
    String name,
    int images,
    double entropy,
    double topWeight,
    double agreeing,
    long[] topWeights,
    double[] purity) {
  /** Parts of [0, 1]. */
  public static final int BINS = 10;

  /** Copies the arrays, and checks the number of bins. */
  public AttentionSummary {
    if (topWeights.length != BINS) {
      throw new IllegalArgumentException(
          "histogram of top weights must have " + BINS + " bins: " + topWeights.length);
    }
    topWeights = topWeights.clone();
    purity = purity.clone();
  }

  /** The share of images in a bin. */
  double share(int bin) {
    return (double) topWeights[bin] / Math.max(1, Arrays.stream(topWeights).sum());
  }
}
