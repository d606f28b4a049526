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
  private final StageTimes times = new StageTimes();
  private int evaluated;

  public BaselineClassifier(CnnModel model, int batch) {
    network = new CnnNetwork(model, FeatureLayer.PENULTIMATE, batch, DataType.FLOAT);
    logitGradient = Nd4j.create(DataType.FLOAT, batch, model.architecture().classes());
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
  public float[][] logits(float[][] images) {
    times.start();
    HostArrays.write(images, network.pixels());
    network.forward();
    evaluated = images.length;
    float[][] logits = HostArrays.rows(network.logits(), evaluated);
    times.end(Stage.NETWORK);
    return logits;
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    RetrievalClassifier.requireSame(logitGradients.length, evaluated);
    times.start();
    HostArrays.write(logitGradients, logitGradient);
    float[][] pixels = HostArrays.rows(network.pixelGradientFromLogits(logitGradient), evaluated);
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
