package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.backend.NativeBackend;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

class AdamWTest {

  private static final int N = 1000;

  private static float[] random(long seed) {
    Random random = new Random(seed);
    float[] values = new float[N];
    for (int i = 0; i < N; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void withoutDecayItIsNd4jsAdam() {
    NativeBackend.prepare();
    AdamW ours = new AdamW(N, 0);
    float[] parameters = random(1);
    INDArray expected = Nd4j.createFromArray(parameters.clone());
    INDArray first = Nd4j.zeros(N);
    INDArray second = Nd4j.zeros(N);
    for (int step = 0; step < 20; step++) {
      float[] gradient = random(100 + step);
      INDArray theirs = Nd4j.createFromArray(gradient);
      Nd4j.exec(new AdamUpdater(theirs, second, first, 0.01, 0.9, 0.999, 1e-8, step));
      expected.subi(theirs);
      ours.step(parameters, gradient, 0.01);
    }
    assertThat(parameters).containsExactly(expected.toFloatVector(), within(1e-5f));
  }

  @Test
  void decayShrinksParametersWithoutAGradient() {
    float[] parameters = {2, -4};
    new AdamW(2, 0.5).step(parameters, new float[2], 0.1);
    assertThat(parameters).containsExactly(new float[] {1.9f, -3.8f}, within(1e-6f));
  }
}
