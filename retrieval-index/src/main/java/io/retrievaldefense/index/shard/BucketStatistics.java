package io.retrievaldefense.index.shard;

import java.io.Serializable;

/**
 * Sizes of the buckets of one shard, over all its tables.
 *
 * @param buckets how many are not empty
 * @param largest rows in the largest
 * @param median rows in the median one (the lower of two)
 * @param capped how many hold more rows than the candidate budget they were counted against
 */
public record BucketStatistics(long buckets, int largest, int median, long capped)
    implements Serializable {
  /** Checks ranges. */
  public BucketStatistics {
    if (buckets < 0 || capped < 0 || capped > buckets) {
      throw new IllegalArgumentException(
          "capped buckets must be between 0 and the number of buckets: " + capped + ", " + buckets);
    }
    if (median < 0 || largest < median) {
      throw new IllegalArgumentException(
          "median bucket must be between 0 and the largest: " + median + ", " + largest);
    }
  }
}
