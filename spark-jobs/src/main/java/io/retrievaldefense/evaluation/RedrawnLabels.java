package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.Retriever;
import java.util.List;

/**
 * An index whose labels say nothing: each row's is drawn anew, by its id. A defence that classifies
 * as well with it does not use what it retrieves.
 *
 * @param retriever what is found otherwise
 * @param classes C
 * @param seed decides the labels
 */
record RedrawnLabels(Retriever retriever, int classes, long seed) implements Retriever {

  @Override
  public int size() {
    return retriever.size();
  }

  @Override
  public int featureLength() {
    return retriever.featureLength();
  }

  @Override
  public float[] project(float[] feature) {
    return retriever.project(feature);
  }

  @Override
  public double[] pullBack(double[] projectedGradient) {
    return retriever.pullBack(projectedGradient);
  }

  @Override
  public List<RetrievedRow> nearest(float[] projected, int count) {
    return retriever.nearest(projected, count).stream().map(this::redrawn).toList();
  }

  @Override
  public List<List<RetrievedRow>> nearest(float[][] projected, int count) {
    return retriever.nearest(projected, count).stream()
        .map(rows -> rows.stream().map(this::redrawn).toList())
        .toList();
  }

  private RetrievedRow redrawn(RetrievedRow row) {
    int label = Seeds.random(Seeds.derive(seed, row.id(), "label", 0)).nextInt(classes);
    return new RetrievedRow(row.id(), label, row.squaredDistance(), row.feature());
  }
}
