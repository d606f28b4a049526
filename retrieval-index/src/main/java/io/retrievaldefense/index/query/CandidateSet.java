package io.retrievaldefense.index.query;

import java.util.Arrays;

/** Positions that one search considers, see {@link RowOrder}; reusable by one thread. */
final class CandidateSet {
  private final RowOrder order;
  private int[] positions = new int[1024];
  private int size;

  CandidateSet(RowOrder order) {
    this.order = order;
  }

  /** Starts over with room for so many; whoever asks writes them and says how many they are. */
  int[] start(int most) {
    if (positions.length < most) {
      positions = new int[Math.max(most, 2 * positions.length)];
    }
    size = 0;
    return positions;
  }

  /** The positions written since {@link #start} are the set. */
  void finish(int written) {
    size = written;
  }

  /** Starts over with all live positions of an index. */
  void fill() {
    int[] target = start(order.size());
    int written = 0;
    for (int position = 0; position < order.size(); position++) {
      if (!order.isDead(position)) {
        target[written++] = position;
      }
    }
    finish(written);
  }

  /** Positions in the set. */
  int size() {
    return size;
  }

  /** The positions; the array is this object's own and may be longer than {@link #size()}. */
  int[] positions() {
    return positions;
  }

  /** Keeps those whose value, by place in the set, is at most a bound. */
  void keepWithin(int[] values, int bound) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      positions[kept] = positions[i];
      kept += (values[i] - bound - 1) >>> (Integer.SIZE - 1);
    }
    size = kept;
  }

  /** Keeps those of lowest id. */
  void keepLowestIds(int budget) {
    if (size <= budget) {
      return;
    }
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = order.id(positions[i]);
    }
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    long last = sorted[budget - 1];
    int kept = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] <= last) {
        positions[kept++] = positions[i];
      }
    }
    size = kept;
  }
}
