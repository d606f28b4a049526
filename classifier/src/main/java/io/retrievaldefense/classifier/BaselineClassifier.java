package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnNetwork;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The plain CNN: the paper's baseline. */
public final class BaselineClassifier implements DifferentiableClassifier {

  private final CnnNetwork network;
  private final INDArray logitGradient;
  private final INDArray featureGradient;
  private final StageTimes times = new StageTimes();
  private int classified;
  private int extracted;

  public BaselineClassifier(CnnModel model, int batch) {
    network = new CnnNetwork(model, FeatureLayer.PENULTIMATE, batch, DataType.FLOAT);
    logitGradient = Nd4j.create(DataType.FLOAT, batch, model.architecture().classes());
    featureGradient = Nd4j.create(DataType.FLOAT, batch, network.featureLength());
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
    return network.architecture().classes();
  }

  @Override
  public int featureLength() {
    return network.featureLength();
  }

  @Override
  public float[][] logits(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forward();
    classified = images.length;
    extracted = 0;
    float[][] logits = HostArrays.rows(network.logits(), classified);
    times.end(Stage.NETWORK);
    return logits;
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    RetrievalClassifier.requireSame("logit", logitGradients.length, classified);
    times.start();
    HostArrays.write(logitGradients, logitGradient);
    float[][] pixels = HostArrays.rows(network.pixelGradientFromLogits(logitGradient), classified);
    times.end(Stage.NETWORK);
    return pixels;
  }

  @Override
  public float[][] features(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forwardToFeatures();
    classified = 0;
    extracted = images.length;
    float[][] features = HostArrays.rows(network.features(), extracted);
    times.end(Stage.NETWORK);
    return features;
  }

  @Override
  public float[][] pixelGradientsFromFeatures(float[][] featureGradients) {
    RetrievalClassifier.requireSame("feature", featureGradients.length, extracted);
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
}
