package io.retrievaldefense.classifier;

import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
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

  /** The features and labels of {@code neighbors}, copied from the index that found them. */
  public static Retrieved of(List<Neighbor> neighbors, NeighborIndex index) {
    float[][] features = new float[neighbors.size()][index.featureDimension()];
    int[] labels = new int[neighbors.size()];
    for (int i = 0; i < labels.length; i++) {
      index.copyFeature(neighbors.get(i).row(), features[i], 0);
      labels[i] = neighbors.get(i).label();
    }
    return new Retrieved(features, labels);
  }

  int size() {
    return labels.length;
  }
}
