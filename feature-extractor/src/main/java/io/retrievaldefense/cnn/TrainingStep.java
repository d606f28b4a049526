package io.retrievaldefense.cnn;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One step of training on one batch, in four parts to be called in order. The parameters are kept
 * here, in Java, and copied to the network after each update.
 */
final class TrainingStep implements AutoCloseable {

  private final TrainingOptions options;
  private final CnnNetwork network;
  private final AdamW optimizer;
  private final float[] parameters;
  private final float[] gradient;
  private final INDArray logitGradient;
  private final INDArray featureGradient;

  TrainingStep(CnnModel model, TrainingOptions options) {
    this(model, FeatureLayer.PENULTIMATE, options);
  }

  /**
   * @param features where a loss on features is
   */
  TrainingStep(CnnModel model, FeatureLayer features, TrainingOptions options) {
    this.options = options;
    network = new CnnNetwork(model, features, options.batch(), DataType.FLOAT);
    parameters = model.parameters().clone();
    gradient = new float[parameters.length];
    optimizer = new AdamW(parameters.length, options.weightDecay());
    logitGradient = Nd4j.create(DataType.FLOAT, options.batch(), model.architecture().classes());
    featureGradient = Nd4j.create(DataType.FLOAT, options.batch(), network.featureLength());
  }

  CnnNetwork network() {
    return network;
  }

  /** The parameters after the last update; overwritten by the next. */
  float[] parameters() {
    return parameters;
  }

  /** What an attack on the network as it is now asks for; for as many images as a batch has. */
  float[][] inputGradient(float[][] pixels, int[] labels) {
    return CnnAccuracy.inputGradient(network, logitGradient, pixels, labels);
  }

  /**
   * @param pixels [B][H W C] in [0, 1]
   * @param random where dropout draws from
   */
  void forward(float[][] pixels, SplittableRandom random) {
    HostArrays.write(pixels, network.pixels());
    network.trainingForward(options.dropout(), random);
  }

  /** The mean loss of the batch, and its gradient for {@link #backward()}. */
  double loss(int[] labels) {
    return loss(labels, 1);
  }

  /** The same, times a weight. */
  double loss(int[] labels, double weight) {
    int batch = options.batch();
    float[][] logits = HostArrays.rows(network.logits(), batch);
    double loss = 0;
    for (int i = 0; i < batch; i++) {
      loss += SoftmaxCrossEntropy.loss(logits[i], labels[i], options.labelSmoothing());
      logits[i] = SoftmaxCrossEntropy.gradient(logits[i], labels[i], options.labelSmoothing());
      for (int c = 0; c < logits[i].length; c++) {
        logits[i][c] = (float) (weight * logits[i][c]) / batch;
      }
    }
    HostArrays.write(logits, logitGradient);
    return weight * loss / batch;
  }

  void backward() {
    network.backwardToParameters(logitGradient);
  }

  /** The same for a loss whose gradient [B][classes] was computed elsewhere. */
  void backward(float[][] outputGradient) {
    HostArrays.write(outputGradient, logitGradient);
    backward();
  }

  /** The same for the loss of {@link #loss} and another of gradient [B][D] on the features. */
  void backwardWithFeatures(float[][] slope) {
    HostArrays.write(slope, featureGradient);
    network.backwardToParameters(logitGradient, featureGradient);
  }

  void update(double learningRate) {
    HostArrays.read(network.parameterGradient(), gradient);
    optimizer.step(parameters, gradient, learningRate);
    HostArrays.write(parameters, network.parameters());
    network.parametersChanged();
  }

  @Override
  public void close() {
    network.close();
  }
}
