package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * y = x W + b on [B, in]; flattens [B, H, W, C] on the way in and restores it on the way back.
 *
 * <p>Rows are multiplied in whole tiles, of which those that fill up the last are not looked at:
 * native kernels sum the rows of a tile that is not full in another order, and what an image yields
 * would depend on its place in the batch.
 */
final class DenseLayer implements Layer {
  /** A multiple of the rows of oneDNN's tiles, 6 with AVX2 and 8 with AVX-512. */
  private static final int TILE = 24;

  private final INDArray weights;
  private final INDArray bias;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final long batch;
  private final INDArray tiledInput;
  private final INDArray tiledOutput;
  private final INDArray tiledOutputGradient;
  private final INDArray tiledInputGradient;
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
    this.batch = batch;
    long rows = (batch + TILE - 1) / TILE * TILE;
    tiledInput = Nd4j.create(weights.dataType(), rows, weights.size(0));
    tiledOutput = Nd4j.create(weights.dataType(), rows, weights.size(1));
    tiledOutputGradient = Nd4j.create(weights.dataType(), rows, weights.size(1));
    tiledInputGradient = Nd4j.create(weights.dataType(), rows, weights.size(0));
    output = batchOf(tiledOutput);
    inputGradient = batchOf(tiledInputGradient);
  }

  private INDArray batchOf(INDArray tiled) {
    return tiled.get(NDArrayIndex.interval(0, batch), NDArrayIndex.all());
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
    batchOf(tiledInput).assign(this.input);
    Nd4j.gemm(tiledInput, weights, tiledOutput, false, false, 1, 0);
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
    batchOf(tiledOutputGradient).assign(outputGradient);
    Nd4j.gemm(tiledOutputGradient, weights, tiledInputGradient, false, true, 1, 0);
    return inputShape.length == 2 ? inputGradient : inputGradient.reshape('c', inputShape);
  }
}
