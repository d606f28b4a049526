package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** y = x W + b on [B, in]; flattens [B, H, W, C] on the way in and restores it on the way back. */
final class DenseLayer implements Layer {

  private final INDArray weights;
  private final INDArray bias;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final INDArray output;
  private final INDArray inputGradient;
  private long[] inputShape;
  private INDArray input;

  /**
   * @param parameters [in + 1, out]: the weights [in, out], then the bias
   * @param gradient the same for the gradient
   */
  DenseLayer(INDArray parameters, INDArray gradient, long batch) {
    weights = weights(parameters);
    bias = parameters.getRow(parameters.size(0) - 1);
    weightGradient = weights(gradient);
    biasGradient = gradient.getRow(gradient.size(0) - 1);
    output = Nd4j.createUninitialized(weights.dataType(), batch, weights.size(1));
    inputGradient = Nd4j.createUninitialized(weights.dataType(), batch, weights.size(0));
  }

  private static INDArray weights(INDArray rows) {
    return rows.get(NDArrayIndex.interval(0, rows.size(0) - 1), NDArrayIndex.all());
  }

  @Override
  public String name() {
    return "dense " + weights.size(0) + "-" + weights.size(1);
  }

  @Override
  public double gigaflop() {
    return 2e-9 * output.size(0) * weights.length();
  }

  @Override
  public INDArray forward(INDArray input) {
    inputShape = input.shape();
    this.input = input.rank() == 2 ? input : input.reshape('c', input.size(0), weights.size(0));
    Nd4j.gemm(this.input, weights, output, false, false, 1, 0);
    return output.addiRowVector(bias);
  }

  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    if (wanted != Wanted.INPUT) {
      Nd4j.gemm(input, outputGradient, weightGradient, true, false, 1, 0);
      outputGradient.sum(biasGradient, 0);
    }
    if (wanted == Wanted.PARAMETERS) {
      return null;
    }
    Nd4j.gemm(outputGradient, weights, inputGradient, false, true, 1, 0);
    return inputShape.length == 2 ? inputGradient : inputGradient.reshape('c', inputShape);
  }
}
