package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The retrieval-augmented classifier: image to h by the extractor, h' = W h, N neighbours of h' in
 * the private index, attention, fully connected layers (paper, section 2 and figure 1).
 *
 * <p>The gradient holds the neighbours of the last evaluation fixed: retrieval has none of its own.
 * An attack that evaluates again retrieves again.
 */
public final class RetrievalClassifier implements DifferentiableClassifier {

  private final CnnNetwork network;
  private final RetrievalHead head;
  private final INDArray featureGradient;
  private final StageTimes times = new StageTimes();
  private List<SummaryClassifier.Evaluation> evaluations = List.of();
  private int extracted;

  /**
   * @throws IllegalArgumentException if extractor and head do not fit each other
   */
  public RetrievalClassifier(
      CnnModel extractor, FeatureLayer layer, int batch, RetrievalHead head) {
    int length = extractor.architecture().featureLength(layer);
    if (length != head.retriever().featureLength()) {
      throw new IllegalArgumentException(
          "feature length must be the same in extractor and index: "
              + length
              + ", "
              + head.retriever().featureLength());
    }
    this.head = head;
    network = new CnnNetwork(extractor, layer, batch, DataType.FLOAT);
    featureGradient = Nd4j.create(DataType.FLOAT, batch, length);
  }

  /** What follows the extractor. */
  public RetrievalHead head() {
    return head;
  }

  @Override
  public int batch() {
    return network.batch();
  }

  @Override
  public int inputLength() {
    return network.architecture().input().length();
  }

  @Override
  public int classes() {
    return head.classes();
  }

  @Override
  public int featureLength() {
    return network.featureLength();
  }

  @Override
  public float[][] features(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forwardToFeatures();
    extracted = images.length;
    evaluations = List.of();
    float[][] features = HostArrays.rows(network.features(), images.length);
    times.end(Stage.NETWORK);
    return features;
  }

  @Override
  public float[][] logits(float[][] images) {
    evaluations = head.evaluate(features(images), times);
    return evaluations.stream()
        .map(evaluation -> narrowed(evaluation.logits()))
        .toArray(float[][]::new);
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    requireSame("logit", logitGradients.length, evaluations.size());
    times.start();
    float[][] gradients = new float[evaluations.size()][];
    for (int i = 0; i < gradients.length; i++) {
      double[] wide = new double[classes()];
      for (int c = 0; c < wide.length; c++) {
        wide[c] = logitGradients[i][c];
      }
      gradients[i] = narrowed(head.classifier().featureGradient(evaluations.get(i), wide));
    }
    times.end(Stage.ATTENTION);
    return pixelGradientsFromFeatures(gradients);
  }

  @Override
  public float[][] pixelGradientsFromFeatures(float[][] featureGradients) {
    requireSame("feature", featureGradients.length, extracted);
    times.start();
    HostArrays.write(featureGradients, featureGradient);
    float[][] pixels =
        HostArrays.rows(network.pixelGradientFromFeatures(featureGradient), extracted);
    times.end(Stage.NETWORK);
    return pixels;
  }

  @Override
  public StageTimes times() {
    return times;
  }

  @Override
  public void close() {
    network.close();
  }

  static void requireSame(String what, int gradients, int evaluated) {
    if (gradients != evaluated) {
      throw new IllegalArgumentException(
          what + " gradients must be of the " + evaluated + " images last evaluated: " + gradients);
    }
  }

  private static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
