package io.retrievaldefense.cnn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernel and bias gradient of a 3x3 same convolution and nothing else, for the first layer, whose
 * input gradient training does not need: {@code conv2d_bp} computes it anyway.
 *
 * <p>The patches that the kernel saw, each with a 1 after it for the bias, are the rows of P [B H
 * W, 9 in + 1]; with the output gradient Y [B H W, out] the gradient is P' Y. The patches are
 * themselves a convolution, whose kernel copies one value each, and so come channels last.
 */
final class PatchGradient {

  private final INDArray gradient;
  private INDArray copyingKernel;
  private INDArray copyingBias;
  private INDArray patches;

  /**
   * @param gradient [9 in + 1, out], where the result goes: kernel rows, then the bias
   */
  PatchGradient(INDArray gradient) {
    this.gradient = gradient;
  }

  /**
   * @param input [B, H, W, in]
   * @param outputGradient [B, H, W, out]
   */
  void compute(INDArray input, INDArray outputGradient) {
    if (patches == null) {
      allocate(input);
    }
    ConvolutionLayer.convolve(input, copyingKernel, copyingBias, patches);
    long rows = input.size(0) * input.size(1) * input.size(2);
    Nd4j.gemm(
        patches.reshape('c', rows, gradient.size(0)),
        outputGradient.reshape('c', rows, gradient.size(1)),
        gradient,
        true,
        false,
        1,
        0);
  }

  private void allocate(INDArray input) {
    long channels = input.size(3);
    long length = gradient.size(0);
    copyingKernel = Nd4j.eye(length - 1).castTo(input.dataType());
    copyingKernel =
        Nd4j.concat(1, copyingKernel, Nd4j.zeros(input.dataType(), length - 1, 1))
            .reshape('c', 3, 3, channels, length);
    copyingBias = Nd4j.zeros(input.dataType(), length);
    copyingBias.putScalar(length - 1, 1);
    patches =
        Nd4j.createUninitialized(
            input.dataType(), input.size(0), input.size(1), input.size(2), length);
  }
}
