package io.retrievaldefense.index.query;

import java.util.Arrays;

/**
 * Distinct positions of one search, see {@link RowOrder}; reusable by one thread. A position is
 * known to be met by a byte that holds the search's number, so that a search costs what it meets,
 * whatever the size of the index.
 */
final class CandidateSet {
  private final RowOrder order;
  private final byte[] stamps;
  private byte stamp;
  private int[] positions = new int[1024];
  private int size;

  CandidateSet(RowOrder order) {
    this.order = order;
    stamps = new byte[order.size()];
  }

  /** Starts over. */
  void clear() {
    size = 0;
    stamp++;
    if (stamp == 0) {
      Arrays.fill(stamps, (byte) 0);
      stamp = 1;
    }
  }

  /** Adds what was met. */
  void addAll(MetRows met) {
    reserve(met.size());
    int[] from = met.positions();
    byte[] seen = stamps;
    int[] target = positions;
    byte now = stamp;
    int at = size;
    for (int i = 0; i < met.size(); i++) {
      int position = from[i];
      target[at] = position;
      // Without a branch, which would be mispredicted: one more unless it is there already.
      at += -((seen[position] ^ now) & 0xff) >>> (Integer.SIZE - 1);
      seen[position] = now;
    }
    size = at;
  }

  /** Starts over with all live positions of an index. */
  void fill() {
    clear();
    reserve(stamps.length);
    for (int position = 0; position < stamps.length; position++) {
      if (!order.isDead(position)) {
        positions[size++] = position;
      }
    }
  }

  private void reserve(int more) {
    if (positions.length - size < more) {
      positions = Arrays.copyOf(positions, Math.max(size + more, 2 * positions.length));
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
