package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** 3x3 same convolution with bias on [B, H, W, C]; activation is a layer of its own. */
final class ConvolutionLayer implements Layer {

  // kernel 3x3, stride 1, padding (ignored), dilation 1, same mode, NHWC, weights [kH, kW, in, out]
  private static final int[] SAME_3X3_NHWC = {3, 3, 1, 1, 0, 0, 1, 1, 1, 1, 0};

  private final INDArray weights;
  private final INDArray bias;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final PatchGradient patchGradient;
  private final INDArray output;
  private final INDArray mirrored;
  private final INDArray noBias;
  private boolean mirroredIsCurrent;
  private INDArray inputGradient;
  private INDArray input;

  /**
   * @param parameters [9 in + 1, out]: the kernel [3, 3, in, out] by rows, then the bias
   * @param gradient the same for the gradient
   */
  ConvolutionLayer(INDArray parameters, INDArray gradient, long batch, long height, long width) {
    weights = kernel(parameters);
    bias = lastRow(parameters);
    weightGradient = kernel(gradient);
    biasGradient = lastRow(gradient);
    patchGradient = new PatchGradient(gradient);
    DataType type = weights.dataType();
    output = Nd4j.createUninitialized(type, batch, height, width, weights.size(3));
    mirrored = Nd4j.create(type, 3, 3, weights.size(3), weights.size(2));
    noBias = Nd4j.zeros(type, weights.size(2));
  }

  private static INDArray kernel(INDArray rows) {
    long kernelRows = rows.size(0) - 1;
    return rows.get(NDArrayIndex.interval(0, kernelRows), NDArrayIndex.all())
        .reshape('c', 3, 3, kernelRows / 9, rows.size(1));
  }

  private static INDArray lastRow(INDArray rows) {
    return rows.getRow(rows.size(0) - 1);
  }

  @Override
  public void parametersChanged() {
    mirroredIsCurrent = false;
  }

  /**
   * The input gradient of a same convolution is the same convolution of the output gradient with
   * the kernel turned by 180 degrees and its channels swapped: oneDNN's fast forward path, and no
   * weight gradient computed along with it.
   */
  private INDArray mirrored() {
    if (!mirroredIsCurrent) {
      mirrored.assign(
          Nd4j.createFromArray(mirror(weights))
              .castTo(weights.dataType())
              .reshape(mirrored.shape()));
      mirroredIsCurrent = true;
    }
    return mirrored;
  }

  /** From [3, 3, in, out] to the flat values of [3, 3, out, in], rows and columns reversed. */
  private static double[] mirror(INDArray kernel) {
    int in = Math.toIntExact(kernel.size(2));
    int out = Math.toIntExact(kernel.size(3));
    double[] values = kernel.reshape(kernel.length()).toDoubleVector();
    double[] mirrored = new double[values.length];
    for (int position = 0; position < 9; position++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          mirrored[((8 - position) * out + o) * in + i] = values[(position * in + i) * out + o];
        }
      }
    }
    return mirrored;
  }

  @Override
  public String name() {
    return "conv "
        + weights.size(2)
        + "-"
        + weights.size(3)
        + " at "
        + output.size(1)
        + "x"
        + output.size(2);
  }

  @Override
  public double gigaflop() {
    return 2e-9 * output.size(0) * output.size(1) * output.size(2) * weights.length();
  }

  @Override
  public INDArray forward(INDArray input) {
    this.input = input;
    convolve(input, weights, bias, output);
    return output;
  }

  /** What the last forward pass was given. */
  INDArray input() {
    return input;
  }

  @Override
  public INDArray backward(INDArray outputGradient, Wanted wanted) {
    if (wanted == Wanted.PARAMETERS) {
      patchGradient.compute(input, outputGradient);
      return null;
    }
    if (inputGradient == null) {
      inputGradient = Nd4j.createUninitialized(input.dataType(), input.shape());
    }
    if (wanted == Wanted.INPUT) {
      convolve(outputGradient, mirrored(), noBias, inputGradient);
      return inputGradient;
    }
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d_bp")
            .addInputs(input, weights, bias, outputGradient)
            .addOutputs(inputGradient, weightGradient, biasGradient)
            .addIntegerArguments(SAME_3X3_NHWC)
            .build());
    return inputGradient;
  }

  static void convolve(INDArray in, INDArray kernel, INDArray bias, INDArray out) {
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(in, kernel, bias)
            .addOutputs(out)
            .addIntegerArguments(SAME_3X3_NHWC)
            .build());
  }
}
