package io.retrievaldefense.evaluation;

import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The nearest rows of h itself, by comparing it with every row: what the projection costs. */
final class UnprojectedSearch implements Retriever {

  private static final Comparator<RetrievedRow> NEAREST =
      Comparator.comparingDouble(RetrievedRow::squaredDistance).thenComparingLong(RetrievedRow::id);

  private final NeighborIndex index;
  private final List<Neighbor> rows;

  private UnprojectedSearch(NeighborIndex index, List<Neighbor> rows) {
    this.index = index;
    this.rows = rows;
  }

  /** Over an index that finds every row; its features stay where they are. */
  static UnprojectedSearch of(NeighborIndex exact) {
    // In the order in which they lie in the shards: every search passes them all.
    return new UnprojectedSearch(
        exact,
        exact.search(new float[exact.dimension()], exact.size()).neighbors().stream()
            .sorted(Comparator.comparingLong(Neighbor::row))
            .toList());
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public int featureLength() {
    return index.featureDimension();
  }

  @Override
  public float[] project(float[] feature) {
    return feature.clone();
  }

  @Override
  public double[] pullBack(double[] projectedGradient) {
    return projectedGradient.clone();
  }

  @Override
  public List<RetrievedRow> nearest(float[] projected, int count) {
    PriorityQueue<RetrievedRow> nearest = new PriorityQueue<>(NEAREST.reversed());
    double bound = Double.POSITIVE_INFINITY;
    float[] feature = new float[featureLength()];
    for (Neighbor row : rows) {
      index.copyFeature(row.row(), feature, 0);
      float distance = squaredDistance(projected, feature);
      if (distance <= bound) {
        nearest.add(new RetrievedRow(row.id(), row.label(), distance, feature));
        feature = new float[featureLength()];
        if (nearest.size() > count) {
          nearest.poll();
        }
        bound = nearest.size() == count ? nearest.element().squaredDistance() : bound;
      }
    }
    return nearest.stream().sorted(NEAREST).toList();
  }

  private static float squaredDistance(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += (a[i] - b[i]) * (a[i] - b[i]);
      s1 += (a[i + 1] - b[i + 1]) * (a[i + 1] - b[i + 1]);
      s2 += (a[i + 2] - b[i + 2]) * (a[i + 2] - b[i + 2]);
      s3 += (a[i + 3] - b[i + 3]) * (a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      s0 += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return s0 + s1 + s2 + s3;
  }
}
