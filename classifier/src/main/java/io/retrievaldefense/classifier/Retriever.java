package io.retrievaldefense.classifier;

import java.util.ArrayList;
import java.util.List;

/**
 * Projection and index behind a classifier: h to h' to the nearest labelled rows. Safe for use by
 * several threads.
 */
public interface Retriever {

  /** The number of rows that can be found. */
  int size();

  /** D, the length of a feature h. */
  int featureLength();

  /** h' = W h [d]. */
  float[] project(float[] feature);

  /** W' g [D]: the gradient with respect to h, given that with respect to h' [d]. */
  double[] pullBack(double[] projectedGradient);

  /**
   * The rows nearest to a projected feature, nearest first, ties by id; fewer where the index finds
   * no more.
   *
   * @param count between 1 and {@link #size()}
   */
  List<RetrievedRow> nearest(float[] projected, int count);

  /** The same for many at once [n, d], which may be faster. */
  default List<List<RetrievedRow>> nearest(float[][] projected, int count) {
    List<List<RetrievedRow>> all = new ArrayList<>(projected.length);
    for (float[] query : projected) {
      all.add(nearest(query, count));
    }
    return all;
  }
}
