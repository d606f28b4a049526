package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import java.util.List;

/**
 * The retrieval-augmented classifier: image to h by the extractor, h' = W h, N neighbours of h' in
 * the private index, attention, fully connected layers (paper, section 2 and figure 1).
 *
 * <p>The gradient holds the neighbours of the last evaluation fixed: retrieval has none of its own.
 * An attack that evaluates again retrieves again.
 */
public final class RetrievalClassifier extends FeatureClassifier {

  private final RetrievalHead head;
  private List<SummaryClassifier.Evaluation> evaluations = List.of();

  /**
   * @throws IllegalArgumentException if extractor and head do not fit each other
   */
  public RetrievalClassifier(
      CnnModel extractor, FeatureLayer layer, int batch, RetrievalHead head) {
    super(extractor, layer, batch);
    if (featureLength() != head.retriever().featureLength()) {
      close();
      throw new IllegalArgumentException(
          "feature length must be the same in extractor and index: "
              + featureLength()
              + ", "
              + head.retriever().featureLength());
    }
    this.head = head;
  }

  /** What follows the extractor. */
  public RetrievalHead head() {
    return head;
  }

  @Override
  public int classes() {
    return head.classes();
  }

  @Override
  public float[][] features(float[][] images) {
    evaluations = List.of();
    return super.features(images);
  }

  @Override
  public float[][] logits(float[][] images) {
    evaluations = head.evaluate(features(images), times());
    return evaluations.stream()
        .map(evaluation -> FloatArrays.narrowed(evaluation.logits()))
        .toArray(float[][]::new);
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    requireSame("logit", logitGradients.length, evaluations.size());
    times().start();
    float[][] gradients = new float[evaluations.size()][];
    for (int i = 0; i < gradients.length; i++) {
      double[] wide = FloatArrays.widened(logitGradients[i]);
      gradients[i] =
          FloatArrays.narrowed(head.classifier().featureGradient(evaluations.get(i), wide));
    }
    times().end(Stage.ATTENTION);
    return pixelGradientsFromFeatures(gradients);
  }
}
