package io.retrievaldefense.cnn;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays drawn from a seed, so that a test that fails does so again. */
final class RandomArrays {

  private RandomArrays() {}

  /** Uniform in [-0.5, 0.5). */
  static INDArray centered(DataType type, Random random, long... shape) {
    INDArray array = Nd4j.create(type, shape);
    float[] values = new float[Math.toIntExact(array.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    HostArrays.write(values, array);
    return array;
  }
}
