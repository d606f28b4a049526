package io.retrievaldefense.index.query;

import java.util.Arrays;

/** Positions that one search considers, see {@link RowOrder}; reusable by one thread. */
final class CandidateSet {
  /** Positions of a block: few to hold, and enough to outweigh what a block costs by itself. */
  static final int BLOCK = 4096;

  private final RowOrder order;
  private int[] positions = new int[1024];
  private int size;

  CandidateSet(RowOrder order) {
    this.order = order;
  }

  /** Starts over with room for so many; whoever asks writes them and says how many they are. */
  int[] start(int most) {
    if (positions.length < most) {
      positions = new int[ArrayLengths.grown(positions.length, most)];
    }
    size = 0;
    return positions;
  }

  /** The positions written since {@link #start} are the set. */
  void finish(int written) {
    size = written;
  }

  /**
   * Starts over with the live ones of the next {@link #BLOCK} positions of the index: who goes
   * through all rows need not hold them all.
   *
   * @param from the first position
   * @return where the next block begins: behind the last position when this was the last block
   */
  int fill(int from) {
    int[] target = start(BLOCK);
    int to = from + Math.min(BLOCK, order.size() - from);
    int written = 0;
    for (int position = from; position < to; position++) {
      if (!order.isDead(position)) {
        target[written++] = position;
      }
    }
    finish(written);
    return to;
  }

  /** Starts over with the live positions of lowest id in the whole index. */
  void fillLowestIds(int budget) {
    // At most twice as many are held: those that are too many go when there is no more room.
    int room = (int) Math.min(2L * budget, order.size());
    start(room);
    for (int position = 0; position < order.size(); position++) {
      if (!order.isDead(position)) {
        if (size >= room) {
          keepLowestIds(budget);
        }
        reserve(1);
        positions[size++] = position;
      }
    }
    keepLowestIds(budget);
  }

  /** Adds those of another set whose value, by place in that set, is at most a bound. */
  void addWithin(CandidateSet others, int[] values, int bound) {
    reserve(others.size);
    for (int i = 0; i < others.size; i++) {
      positions[size] = others.positions[i];
      size += (values[i] - bound - 1) >>> (Integer.SIZE - 1);
    }
  }

  private void reserve(int more) {
    if (positions.length - size < more) {
      positions = Arrays.copyOf(positions, ArrayLengths.grown(positions.length, size + more));
    }
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
