package io.retrievaldefense.index.query;

import java.util.Arrays;

/**
 * Distinct rows of one search, a bit each; reusable by one thread. Collecting costs one memory
 * access a row, and rows come out in ascending order, so that what is kept of each row is read
 * forwards.
 */
final class CandidateSet {
  private final long[] bits;
  private final long[] dead;
  private int[] rows = new int[1024];
  private int size;
  private int met;

  /**
   * @param dead bits of the rows that must never be candidates
   */
  CandidateSet(long[] dead) {
    this.dead = dead;
    bits = new long[dead.length];
  }

  /** Adds a row. */
  void add(int row) {
    met++;
    bits[row >>> 6] |= 1L << row;
  }

  /** Adds rows [start, end) of an array. */
  void addAll(int[] from, int start, int end) {
    long[] words = bits;
    for (int i = start; i < end; i++) {
      int row = from[i];
      words[row >>> 6] |= 1L << row;
    }
    met += end - start;
  }

  /** Adds all rows of an index. */
  void addAll(int count) {
    Arrays.fill(bits, 0, count >>> 6, -1L);
    bits[count >>> 6] = (1L << count) - 1;
    met = count;
  }

  /** Ends the collecting: lists the rows in ascending order and empties the bits. */
  void list() {
    int count = 0;
    for (int word = 0; word < bits.length; word++) {
      bits[word] &= ~dead[word];
      count += Long.bitCount(bits[word]);
    }
    if (rows.length < count) {
      rows = new int[Math.max(count, 2 * rows.length)];
    }
    int at = 0;
    for (int word = 0; word < bits.length; word++) {
      long rest = bits[word];
      if (rest != 0) {
        int first = word << 6;
        do {
          rows[at++] = first + Long.numberOfTrailingZeros(rest);
          rest &= rest - 1;
        } while (rest != 0);
        bits[word] = 0;
      }
    }
    size = count;
  }

  /** Rows listed. */
  int size() {
    return size;
  }

  /** Rows added, repetitions and deleted ones included. */
  int met() {
    return met;
  }

  int row(int i) {
    return rows[i];
  }

  /** The rows listed; the array is this object's own and may be longer than {@link #size()}. */
  int[] rows() {
    return rows;
  }

  /** Keeps those of lowest id, in ascending order of row. */
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
        rows[kept++] = rows[i];
      }
    }
    size = kept;
  }

  /** Starts over. */
  void clear() {
    size = 0;
    met = 0;
  }
}
