package io.retrievaldefense.index.query;

import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.util.Arrays;

/** The nearest of vectors that are read once and kept nowhere: truth without an index. */
public final class NearestVectors {
  private final float[][] queries;
  private final float[][] distances;
  private final float[][][] nearest;

  private NearestVectors(float[][] queries, int n) {
    this.queries = queries;
    distances = new float[queries.length][n];
    nearest = new float[queries.length][n][];
    for (float[] row : distances) {
      Arrays.fill(row, Float.POSITIVE_INFINITY);
    }
  }

  /**
   * Compares every query with every vector.
   *
   * @param vectors read to the end
   * @param queries [queries, d]
   * @param queryRows of each query its number among the vectors, itself no neighbour of its own; -1
   *     where it is none of them
   * @param n how many, at least 1
   * @return [queries, n or as many as there are, d], the nearest first
   */
  public static float[][][] of(VectorReader vectors, float[][] queries, long[] queryRows, int n)
      throws IOException {
    if (n < 1) {
      throw new IllegalArgumentException("number of neighbors must be at least 1: " + n);
    }
    NearestVectors nearest = new NearestVectors(queries, n);
    float[] vector = new float[vectors.dimension()];
    for (long row = 0; vectors.next(vector); row++) {
      for (int q = 0; q < queries.length; q++) {
        if (queryRows[q] != row) {
          nearest.offer(q, vector);
        }
      }
    }
    return nearest.found();
  }

  private void offer(int q, float[] vector) {
    float distance = SquaredDistance.between(queries[q], 0, vector, 0, vector.length);
    float[] best = distances[q];
    int at = best.length - 1;
    if (!(distance < best[at])) {
      return;
    }
    while (at > 0 && distance < best[at - 1]) {
      best[at] = best[at - 1];
      nearest[q][at] = nearest[q][at - 1];
      at--;
    }
    best[at] = distance;
    nearest[q][at] = vector.clone();
  }

  private float[][][] found() {
    for (int q = 0; q < nearest.length; q++) {
      int size = nearest[q].length;
      while (size > 0 && nearest[q][size - 1] == null) {
        size--;
      }
      nearest[q] = Arrays.copyOf(nearest[q], size);
    }
    return nearest;
  }
}
