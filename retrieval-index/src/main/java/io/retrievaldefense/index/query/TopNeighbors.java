package io.retrievaldefense.index.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps the n best of a stream by (squared distance, id): a heap with the worst on top. */
final class TopNeighbors {
  private final int limit;
  private final float[] distances;
  private final long[] ids;
  private final int[] rows;
  private int size;

  TopNeighbors(int limit) {
    this.limit = limit;
    distances = new float[limit];
    ids = new long[limit];
    rows = new int[limit];
  }

  int size() {
    return size;
  }

  /** A row with a greater distance than this cannot enter. */
  float bound() {
    return size < limit ? Float.POSITIVE_INFINITY : distances[0];
  }

  void offer(float distance, long id, int row) {
    if (size < limit) {
      int at = size++;
      while (at > 0 && worse(distance, id, (at - 1) / 2)) {
        move((at - 1) / 2, at);
        at = (at - 1) / 2;
      }
      put(at, distance, id, row);
    } else if (!worse(distance, id, 0)) {
      sink(distance, id, row);
    }
  }

  private void sink(float distance, long id, int row) {
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && worse(distances[child + 1], ids[child + 1], child)) {
        child++;
      }
      if (worse(distance, id, child)) {
        break;
      }
      move(child, at);
      at = child;
      child = 2 * at + 1;
    }
    put(at, distance, id, row);
  }

  /** Whether (distance, id) ranks behind the entry of a heap position. */
  private boolean worse(float distance, long id, int position) {
    int order = Float.compare(distance, distances[position]);
    return order > 0 || (order == 0 && id > ids[position]);
  }

  private void move(int from, int to) {
    put(to, distances[from], ids[from], rows[from]);
  }

  private void put(int at, float distance, long id, int row) {
    distances[at] = distance;
    ids[at] = id;
    rows[at] = row;
  }

  /** The kept rows, best first; empties this. */
  List<Neighbor> drain(ShardSet shards) {
    List<Neighbor> best = new ArrayList<>(size);
    while (size > 0) {
      best.add(
          new Neighbor(ids[0], distances[0], shards.label(rows[0]), shards.snapshotRow(rows[0])));
      int lastAt = --size;
      if (size > 0) {
        sink(distances[lastAt], ids[lastAt], rows[lastAt]);
      }
    }
    Collections.reverse(best);
    return best;
  }
}
