package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), beta 0.9 and 0.999, on one flat
 * parameter vector: {@code p <- p - r (m / (sqrt(v) + e) + decay p)}. Parameters must not be
 * replaced by another array during training.
 */
public final class AdamW {

  private final INDArray parameters;
  private final INDArray first;
  private final INDArray second;
  private final double weightDecay;
  private int step;

  public AdamW(INDArray parameters, double weightDecay) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    first = Nd4j.zeros(parameters.dataType(), parameters.length());
    second = Nd4j.zeros(parameters.dataType(), parameters.length());
  }

  /** One step; {@code gradient} is overwritten. */
  public void step(INDArray gradient, double learningRate) {
    Nd4j.exec(
        new org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater(
            gradient, second, first, learningRate, 0.9, 0.999, 1e-8, step++));
    if (weightDecay > 0) {
      parameters.muli(1 - learningRate * weightDecay);
    }
    parameters.subi(gradient);
  }
}
