package io.retrievaldefense.poisoning;

import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Retriever;
import io.retrievaldefense.index.query.SquaredDistance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A retriever with more rows beside its own, as if they had been appended to its index. The planted
 * ones are compared with every query, so none of them is missed; the own ones are found as before.
 */
final class PlantedRows implements Retriever {
  private static final Comparator<RetrievedRow> NEAREST =
      Comparator.comparingDouble(RetrievedRow::squaredDistance).thenComparingLong(RetrievedRow::id);

  private final Retriever own;
  private final List<RetrievedRow> planted;
  private final float[][] projected;

  private PlantedRows(Retriever own, List<RetrievedRow> planted) {
    this.own = own;
    this.planted = planted;
    projected = planted.stream().map(row -> own.project(row.feature())).toArray(float[][]::new);
  }

  /**
   * @param own what is found without them
   * @param features h of each [k, D]
   * @param label the class that all of them are said to be of
   */
  static PlantedRows beside(Retriever own, float[][] features, int label) {
    List<RetrievedRow> planted = new ArrayList<>(features.length);
    for (int i = 0; i < features.length; i++) {
      planted.add(new RetrievedRow(id(i), label, 0, features[i]));
    }
    return new PlantedRows(own, planted);
  }

  /** Behind all ids of a run, which count from 0: among equals the own row comes first. */
  private static long id(int planted) {
    return Long.MAX_VALUE - Integer.MAX_VALUE + planted;
  }

  /** Whether a row that was found has been planted. */
  static boolean isPlanted(RetrievedRow row) {
    return row.id() >= id(0);
  }

  @Override
  public int size() {
    return own.size() + planted.size();
  }

  @Override
  public int featureLength() {
    return own.featureLength();
  }

  @Override
  public float[] project(float[] feature) {
    return own.project(feature);
  }

  @Override
  public double[] pullBack(double[] projectedGradient) {
    return own.pullBack(projectedGradient);
  }

  @Override
  public List<RetrievedRow> nearest(float[] query, int count) {
    List<RetrievedRow> all = new ArrayList<>(own.nearest(query, Math.min(count, own.size())));
    double farthest =
        all.size() < count ? Double.POSITIVE_INFINITY : all.get(count - 1).squaredDistance();
    for (int i = 0; i < projected.length; i++) {
      // As the index computes it, or an entry that is equal to an own one would not be as far.
      float distance = SquaredDistance.between(query, 0, projected[i], 0, query.length);
      if (distance < farthest) {
        RetrievedRow row = planted.get(i);
        all.add(new RetrievedRow(row.id(), row.label(), distance, row.feature()));
      }
    }
    return all.stream().sorted(NEAREST).limit(count).toList();
  }
}
