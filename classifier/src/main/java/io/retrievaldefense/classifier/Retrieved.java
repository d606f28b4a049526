package io.retrievaldefense.classifier;

import java.util.List;

/**
 * What was retrieved for one query, nearest first. It may hold fewer than N neighbours, even none,
 * where the index found no more: the summary of none is 0, and the layers behind it still answer.
 *
 * @param features h_n [n, D]; not copied
 * @param labels of the same images [n]; not copied
 */
public record Retrieved(float[][] features, int[] labels) {

  public Retrieved {
    if (features.length != labels.length) {
      throw new IllegalArgumentException(
          "retrieved set must have as many features as labels: "
              + features.length
              + " and "
              + labels.length);
    }
  }

  /** The features and labels of rows; not copied. */
  public static Retrieved of(List<RetrievedRow> rows) {
    float[][] features = new float[rows.size()][];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      features[i] = rows.get(i).feature();
      labels[i] = rows.get(i).label();
    }
    return new Retrieved(features, labels);
  }

  int size() {
    return labels.length;
  }
}
