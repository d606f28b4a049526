package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What classifiers of features h have in common: the network that computes h, and its gradient. */
abstract class FeatureClassifier implements DifferentiableClassifier {

  private final CnnNetwork network;
  private final INDArray featureGradient;
  private final StageTimes times = new StageTimes();
  private int extracted;

  FeatureClassifier(CnnModel extractor, FeatureLayer layer, int batch) {
    network = new CnnNetwork(extractor, layer, batch, DataType.FLOAT);
    featureGradient = Nd4j.create(DataType.FLOAT, batch, network.featureLength());
  }

  final CnnNetwork network() {
    return network;
  }

  @Override
  public final int batch() {
    return network.batch();
  }

  @Override
  public final int inputLength() {
    return network.architecture().input().length();
  }

  @Override
  public final int featureLength() {
    return network.featureLength();
  }

  @Override
  public float[][] features(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forwardToFeatures();
    extracted = images.length;
    float[][] features = HostArrays.rows(network.features(), extracted);
    times.end(Stage.NETWORK);
    return features;
  }

  /** From here on the network holds what is not features alone. */
  final void forgetFeatures() {
    extracted = 0;
  }

  @Override
  public final float[][] pixelGradientsFromFeatures(float[][] featureGradients) {
    requireSame("feature", featureGradients.length, extracted);
    times.start();
    HostArrays.write(featureGradients, featureGradient);
    float[][] pixels =
        HostArrays.rows(network.pixelGradientFromFeatures(featureGradient), extracted);
    times.end(Stage.NETWORK);
    return pixels;
  }

  @Override
  public final StageTimes times() {
    return times;
  }

  @Override
  public final void close() {
    network.close();
  }

  static void requireSame(String what, int gradients, int evaluated) {
    if (gradients != evaluated) {
      throw new IllegalArgumentException(
          what + " gradients must be of the " + evaluated + " images last evaluated: " + gradients);
    }
  }
}
