package io.retrievaldefense.index.query;

import java.util.Arrays;

/** Distinct rows of one search, in the order in which they were met; reusable by one thread. */
final class CandidateSet {
  private static final int INITIAL_CAPACITY = 1024;

  private final long[] seen;
  private int[] rows = new int[INITIAL_CAPACITY];
  private int size;
  private int met;

  /**
   * @param rows of the whole index
   */
  CandidateSet(int rows) {
    seen = new long[rows / Long.SIZE + 1];
  }

  void add(int row) {
    met++;
    long bit = 1L << row;
    int word = row >>> 6;
    if ((seen[word] & bit) == 0) {
      seen[word] |= bit;
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size++] = row;
    }
  }

  int size() {
    return size;
  }

  /** Rows added, repetitions included. */
  int met() {
    return met;
  }

  int row(int i) {
    return rows[i];
  }

  /** Keeps those of lowest id. */
  void keepLowestIds(int budget, ShardSet shards) {
    if (size <= budget) {
      return;
    }
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = shards.id(rows[i]);
    }
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    long last = sorted[budget - 1];
    int kept = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] <= last) {
        // Rows left out must be forgotten too, or clear() would miss their bits.
        int row = rows[kept];
        rows[kept++] = rows[i];
        rows[i] = row;
      }
    }
    forget(kept);
  }

  /** Drops all rows from a position on. */
  private void forget(int from) {
    for (int i = from; i < size; i++) {
      seen[rows[i] >>> 6] &= ~(1L << rows[i]);
    }
    size = from;
  }

  void clear() {
    forget(0);
    met = 0;
  }
}
