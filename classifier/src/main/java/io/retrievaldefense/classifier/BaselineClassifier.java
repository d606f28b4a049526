package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.HostArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The plain CNN: the paper's baseline. */
public final class BaselineClassifier extends FeatureClassifier {

  private final INDArray logitGradient;
  private int classified;

  public BaselineClassifier(CnnModel model, int batch) {
    super(model, FeatureLayer.PENULTIMATE, batch);
    logitGradient = Nd4j.create(DataType.FLOAT, batch, model.architecture().classes());
  }

  @Override
  public int classes() {
    return network().architecture().classes();
  }

  @Override
  public float[][] features(float[][] images) {
    classified = 0;
    return super.features(images);
  }

  @Override
  public float[][] logits(float[][] images) {
    forgetFeatures();
    times().start();
    HostArrays.write(images, network().pixels());
    network().forward();
    classified = images.length;
    float[][] logits = HostArrays.rows(network().logits(), classified);
    times().end(Stage.NETWORK);
    return logits;
  }

  @Override
  public float[][] pixelGradients(float[][] logitGradients) {
    requireSame("logit", logitGradients.length, classified);
    times().start();
    HostArrays.write(logitGradients, logitGradient);
    float[][] pixels =
        HostArrays.rows(network().pixelGradientFromLogits(logitGradient), classified);
    times().end(Stage.NETWORK);
    return pixels;
  }
}
