package io.retrievaldefense.classifier;

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
    HostArrays.write(images, network.pixels());
    network.forward();
    evaluated = images.length;
    return HostArrays.rows(network.logits(), evaluated);
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    RetrievalClassifier.requireSame(logitGradients.length, evaluated);
    HostArrays.write(logitGradients, logitGradient);
    return HostArrays.rows(network.pixelGradientFromLogits(logitGradient), evaluated);
  }

  @Override
  public void close() {
    network.close();
  }
}
