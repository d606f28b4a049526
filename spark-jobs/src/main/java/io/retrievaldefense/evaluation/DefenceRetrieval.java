package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.SetResponse;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.classifier.FloatArrays;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedRow;
import io.retrievaldefense.classifier.SummaryClassifier;
import java.util.ArrayList;
import java.util.List;

/** The retrieval half of a defence as the attacks see it. */
record DefenceRetrieval(RetrievalHead head) implements RetrievalAccess {

  @Override
  public int neighbors() {
    return head.neighbors();
  }

  @Override
  public int size() {
    return head.retriever().size();
  }

  @Override
  public float[] project(float[] feature) {
    return head.retriever().project(feature);
  }

  @Override
  public double[] pullBackProjection(double[] projectedGradient) {
    return head.retriever().pullBack(projectedGradient);
  }

  /**
   * The first N are what the model itself retrieves: an approximate index that looks for more rows
   * may come upon others.
   */
  @Override
  public List<Candidate> nearest(float[] projected, int count) {
    int own = Math.min(count, neighbors());
    List<RetrievedRow> retrieved = head.retriever().nearest(projected, own);
    List<Candidate> candidates = new ArrayList<>(count);
    retrieved.forEach(row -> candidates.add(candidate(row)));
    if (count > own) {
      for (RetrievedRow row : head.retriever().nearest(projected, count)) {
        if (candidates.size() < count
            && retrieved.stream().noneMatch(other -> other.id() == row.id())) {
          candidates.add(candidate(row));
        }
      }
    }
    return candidates;
  }

  private static Candidate candidate(RetrievedRow row) {
    return new Candidate(row.id(), row.label(), row.squaredDistance(), row.feature());
  }

  @Override
  public SetResponse classify(
      float[] feature,
      List<Candidate> retrieved,
      double[] scoreBias,
      double temperature,
      OutputLoss loss) {
    SummaryClassifier.Evaluation evaluation =
        head.classifier().evaluate(feature, set(retrieved), scoreBias, temperature);
    float[] logits = FloatArrays.narrowed(evaluation.logits());
    float[] slope = new float[logits.length];
    double value = loss.value(logits, slope);
    SummaryClassifier.InputGradient gradient =
        head.classifier().inputGradient(evaluation, FloatArrays.widened(slope));
    return new SetResponse(logits, value, gradient.feature(), gradient.scores());
  }

  private static Retrieved set(List<Candidate> rows) {
    float[][] features = new float[rows.size()][];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      features[i] = rows.get(i).feature();
      labels[i] = rows.get(i).label();
    }
    return new Retrieved(features, labels);
  }
}
