package io.retrievaldefense.classifier;

import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The retrieval of the paper: a random projection and an index of projected features.
 *
 * @param projection W
 * @param index shared, not closed here
 */
public record IndexRetriever(Projection projection, NeighborIndex index) implements Retriever {

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  public IndexRetriever {
    if (projection.inputDimension() != index.featureDimension()) {
      throw new IllegalArgumentException(
          "feature length must be the same in projection and index: "
              + projection.inputDimension()
              + ", "
              + index.featureDimension());
    }
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public int featureLength() {
    return index.featureDimension();
  }

  @Override
  public float[] project(float[] feature) {
    return projection.project(feature);
  }

  @Override
  public double[] pullBack(double[] projectedGradient) {
    return projection.pullBack(projectedGradient);
  }

  @Override
  public List<RetrievedRow> nearest(float[] projected, int count) {
    return rows(index.search(projected, count));
  }

  @Override
  public List<List<RetrievedRow>> nearest(float[][] projected, int count) {
    return index.searchBatch(projected, count, 1).stream().map(this::rows).toList();
  }

  private List<RetrievedRow> rows(SearchResult found) {
    List<RetrievedRow> rows = new ArrayList<>(found.neighbors().size());
    for (Neighbor neighbor : found.neighbors()) {
      float[] feature = new float[featureLength()];
      index.copyFeature(neighbor.row(), feature, 0);
      rows.add(
          new RetrievedRow(neighbor.id(), neighbor.label(), neighbor.squaredDistance(), feature));
    }
    return rows;
  }
}
