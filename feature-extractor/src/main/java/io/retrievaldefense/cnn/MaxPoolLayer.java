package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** 2x2 max pooling with stride 2 on [B, H, W, C]. */
final class MaxPoolLayer implements Layer {

  // kernel 2x2, stride 2, no padding, dilation 1, valid mode, divisor unused, NHWC
  private static final int[] POOL_2X2_NHWC = {2, 2, 2, 2, 0, 0, 1, 1, 0, 1, 1};

  private final INDArray output;
  private INDArray inputGradient;
  private INDArray input;

  MaxPoolLayer(DataType type, long batch, long height, long width, long channels) {
    output = Nd4j.createUninitialized(type, batch, height / 2, width / 2, channels);
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public INDArray forward(INDArray input) {
    this.input = input;
    Nd4j.exec(
        DynamicCustomOp.builder("maxpool2d")
            .addInputs(input)
            .addOutputs(output)
            .addIntegerArguments(POOL_2X2_NHWC)
            .build());
    return output;
  }

  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    if (inputGradient == null) {
      inputGradient = Nd4j.createUninitialized(input.dataType(), input.shape());
    }
    Nd4j.exec(
        DynamicCustomOp.builder("maxpool2d_bp")
            .addInputs(input, outputGradient)
            .addOutputs(inputGradient)
            .addIntegerArguments(POOL_2X2_NHWC)
            .build());
    return inputGradient;
  }
}
