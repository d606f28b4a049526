package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.backend.NativeBackend;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DropoutLayerTest {

  @BeforeAll
  static void prepare() {
    NativeBackend.prepare();
  }

  private static INDArray ones() {
    return Nd4j.ones(DataType.FLOAT, 40, 50);
  }

  /** A layer after a pass of training over ones, and what it made of them. */
  private record Trained(DropoutLayer layer, float[] output) {
    static Trained at(double rate) {
      DropoutLayer layer = new DropoutLayer();
      layer.enable(rate, new SplittableRandom(1));
      float[] output = HostArrays.flat(layer.forward(ones()));
      layer.disableAtNextForward();
      return new Trained(layer, output);
    }
  }

  @Test
  void dropsItsShareAndScalesTheRest() {
    float[] output = Trained.at(0.5).output();
    assertThat(output).containsOnly(0, 2);
    int dropped = 0;
    for (float value : output) {
      dropped += value == 0 ? 1 : 0;
    }
    assertThat((double) dropped / output.length).isCloseTo(0.5, within(0.05));
  }

  @Test
  void gradientPassesWhereTheInputDid() {
    Trained trained = Trained.at(0.5);
    INDArray gradient = trained.layer().backward(ones(), Layer.Wanted.BOTH);
    assertThat(HostArrays.flat(gradient)).isEqualTo(trained.output());
  }

  @Test
  void isTheIdentityAtInference() {
    DropoutLayer layer = Trained.at(0.5).layer();
    assertThat(HostArrays.flat(layer.forward(ones()))).containsOnly(1);
    assertThat(HostArrays.flat(layer.backward(ones(), Layer.Wanted.BOTH))).containsOnly(1);
  }
}
