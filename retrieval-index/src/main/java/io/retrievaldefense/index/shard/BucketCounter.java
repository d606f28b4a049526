package io.retrievaldefense.index.shard;

import java.util.Arrays;

/** Collects bucket sizes of several tables into {@link BucketStatistics}. */
final class BucketCounter {
  private final int budget;
  private int[] sizes = new int[1024];
  private int count;
  private long capped;

  /**
   * @param budget buckets with more rows count as capped
   */
  BucketCounter(int budget) {
    this.budget = budget;
  }

  void add(int[] sortedKeys) {
    int start = 0;
    for (int i = 1; i <= sortedKeys.length; i++) {
      if (i == sortedKeys.length || sortedKeys[i] != sortedKeys[start]) {
        add(i - start);
        start = i;
      }
    }
  }

  private void add(int size) {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    sizes[count++] = size;
    if (size > budget) {
      capped++;
    }
  }

  BucketStatistics statistics() {
    int[] sorted = Arrays.copyOf(sizes, count);
    Arrays.sort(sorted);
    return count == 0
        ? new BucketStatistics(0, 0, 0, 0)
        : new BucketStatistics(count, sorted[count - 1], sorted[(count - 1) / 2], capped);
  }
}
