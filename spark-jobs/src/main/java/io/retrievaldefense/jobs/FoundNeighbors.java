package io.retrievaldefense.jobs;

import io.retrievaldefense.index.query.Neighbor;
import java.io.Serializable;
import java.util.List;

/**
 * The neighbours of one query in arrays, which are small to send; nearest first.
 *
 * @param ids of the neighbours [N]
 * @param distances squared [N]
 * @param labels [N]
 * @param rows in the index [N]
 */
record FoundNeighbors(long[] ids, float[] distances, int[] labels, long[] rows)
    implements Serializable {

  static FoundNeighbors of(List<Neighbor> neighbors) {
    int n = neighbors.size();
    FoundNeighbors arrays = new FoundNeighbors(new long[n], new float[n], new int[n], new long[n]);
    for (int i = 0; i < n; i++) {
      Neighbor neighbor = neighbors.get(i);
      arrays.ids[i] = neighbor.id();
      arrays.distances[i] = neighbor.squaredDistance();
      arrays.labels[i] = neighbor.label();
      arrays.rows[i] = neighbor.row();
    }
    return arrays;
  }
}
