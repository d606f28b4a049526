package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.backend.NativeBackend;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PatchGradientTest {

  @BeforeAll
  static void prepare() {
    NativeBackend.prepare();
  }

  /** The same layer asked for both gradients goes through conv2d_bp. */
  @Test
  void equalsConv2dBp() {
    Random random = new Random(1);
    INDArray parameters = RandomArrays.centered(DataType.FLOAT, random, 9 * 3 + 1, 5);
    INDArray input = RandomArrays.centered(DataType.FLOAT, random, 4, 7, 6, 3);
    INDArray outputGradient = RandomArrays.centered(DataType.FLOAT, random, 4, 7, 6, 5);
    INDArray gradient = Nd4j.zeros(DataType.FLOAT, parameters.shape());
    ConvolutionLayer layer = new ConvolutionLayer(parameters, gradient, 4, 7, 6);
    layer.forward(input);
    layer.backward(outputGradient, Layer.Wanted.BOTH);
    INDArray expected = gradient.dup();
    gradient.assign(-1);
    assertThat(layer.backward(outputGradient, Layer.Wanted.PARAMETERS)).isNull();
    assertThat(gradient.sub(expected).norm2Number().doubleValue())
        .isLessThan(1e-5 * expected.norm2Number().doubleValue());
  }
}
