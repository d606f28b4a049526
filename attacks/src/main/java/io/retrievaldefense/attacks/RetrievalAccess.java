package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/**
 * The retrieval half of a defence, for attackers who hold its {@link Capability#INDEX}: projection,
 * index, attention and head, each open to question on its own, so that an attack can replace what
 * is not differentiable. Together with {@link FeatureAccess} it is the whole model: the logits of
 * an image are those of {@link #classify} for its feature and its N {@link #nearest} rows, without
 * a bias and at temperature 1. Implementations are safe for use by several threads.
 */
public interface RetrievalAccess {

  /** N, how many rows the model retrieves. */
  int neighbors();

  /** The number of rows in the index. */
  int size();

  /** h' = W h [d]. */
  float[] project(float[] feature);

  /** W' g [D]: the gradient with respect to h, given that with respect to h'. */
  double[] pullBackProjection(double[] projectedGradient);

  /**
   * The rows nearest to a projected feature, nearest first, ties by id; the first N are those that
   * the model itself retrieves. Fewer where an approximate index finds no more.
   *
   * @param count at most {@link #size()}
   */
  List<Candidate> nearest(float[] projected, int count);

  /**
   * Attention and head on any retrieved set: logits = head(sum of alpha_n (h_n, y_n)) with alpha =
   * softmax(beta / temperature + scoreBias).
   *
   * @param scoreBias added to the attention scores [size of the set], finite
   * @param temperature what the scores are divided by; 1 in the model
   */
  SetResponse classify(
      float[] feature,
      List<Candidate> retrieved,
      double[] scoreBias,
      double temperature,
      OutputLoss loss);
}
