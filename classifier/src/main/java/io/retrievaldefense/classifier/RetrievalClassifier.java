package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.query.NeighborIndex;
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
  private final GaussianProjection projection;
  private final NeighborIndex index;
  private final SummaryClassifier classifier;
  private final int neighbors;
  private final int classes;
  private final INDArray featureGradient;
  private final StageTimes times = new StageTimes();
  private SummaryClassifier.Evaluation[] evaluations = {};

  /**
   * @param index shared, not closed here
   * @throws IllegalArgumentException if the parts do not fit each other, or the index holds fewer
   *     than N images
   */
  public RetrievalClassifier(
      CnnModel extractor,
      FeatureLayer layer,
      int batch,
      GaussianProjection projection,
      NeighborIndex index,
      SummaryModel model) {
    int length = extractor.architecture().featureLength(layer);
    if (length != model.shape().featureLength() || length != index.featureDimension()) {
      throw new IllegalArgumentException(
          "feature length must be the same in extractor, index and classifier: "
              + length
              + ", "
              + index.featureDimension()
              + ", "
              + model.shape().featureLength());
    }
    if (model.neighbors() > index.size()) {
      throw new IllegalArgumentException(
          "number of neighbors must be at most the private set's size "
              + index.size()
              + ": "
              + model.neighbors());
    }
    this.projection = projection;
    this.index = index;
    classifier = new SummaryClassifier(model);
    neighbors = model.neighbors();
    classes = model.shape().classes();
    network = new CnnNetwork(extractor, layer, batch, DataType.FLOAT);
    featureGradient = Nd4j.create(DataType.FLOAT, batch, length);
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
    return classes;
  }

  @Override
  public float[][] logits(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forwardToFeatures();
    float[][] features = HostArrays.rows(network.features(), images.length);
    times.end(Stage.NETWORK);
    evaluations = new SummaryClassifier.Evaluation[images.length];
    float[][] logits = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      Retrieved retrieved =
          Retrieved.of(index.search(projection.project(features[i]), neighbors).neighbors(), index);
      times.end(Stage.RETRIEVAL);
      evaluations[i] = classifier.evaluate(features[i], retrieved);
      logits[i] = narrowed(evaluations[i].logits());
      times.end(Stage.ATTENTION);
    }
    return logits;
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    requireSame(logitGradients.length, evaluations.length);
    times.start();
    float[][] gradients = new float[evaluations.length][];
    for (int i = 0; i < gradients.length; i++) {
      double[] wide = new double[classes];
      for (int c = 0; c < classes; c++) {
        wide[c] = logitGradients[i][c];
      }
      gradients[i] = narrowed(classifier.featureGradient(evaluations[i], wide));
    }
    times.end(Stage.ATTENTION);
    HostArrays.write(gradients, featureGradient);
    float[][] pixels =
        HostArrays.rows(network.pixelGradientFromFeatures(featureGradient), evaluations.length);
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

  static void requireSame(int gradients, int evaluated) {
    if (gradients != evaluated) {
      throw new IllegalArgumentException(
          "logit gradients must be of the " + evaluated + " images last evaluated: " + gradients);
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
