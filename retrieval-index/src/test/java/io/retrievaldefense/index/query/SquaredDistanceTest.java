package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SquaredDistanceTest {
  private static float[] values(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
    }
    return values;
  }

  @Test
  void isTheSumOfSquares() {
    Random random = new Random(1);
    for (int length = 1; length < 150; length++) {
      float[] a = values(random, length + 3);
      float[] b = values(random, length + 5);
      double expected = 0;
      for (int i = 0; i < length; i++) {
        expected += Math.pow((double) a[3 + i] - b[5 + i], 2);
      }
      float found = SquaredDistance.between(a, 3, b, 5, length);
      assertThat((double) found).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  @Test
  void theKernelInUseGivesTheBitsOfTheScalarOne() {
    DistanceKernel kernel = SquaredDistance.kernel();
    DistanceKernel scalar = new ScalarDistance();
    assertThat(kernel.supported()).isTrue();
    Random random = new Random(2);
    for (int trial = 0; trial < 3000; trial++) {
      int length = 1 + random.nextInt(140);
      float[] a = values(random, length + 7);
      float[] b = values(random, length + 2);
      assertThat(Float.floatToRawIntBits(kernel.between(a, 7, b, 2, length)))
          .isEqualTo(Float.floatToRawIntBits(scalar.between(a, 7, b, 2, length)));
    }
  }

  @Test
  void theVectorKernelIsUsedWhereItsModuleAndItsRegistersAre() throws Exception {
    String expected = "ScalarDistance";
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      Class<?> vector = Class.forName("io.retrievaldefense.index.query.VectorDistance");
      DistanceKernel kernel = (DistanceKernel) vector.getDeclaredConstructor().newInstance();
      expected = kernel.supported() ? "VectorDistance" : expected;
    }
    assertThat(SquaredDistance.kernel().getClass().getSimpleName()).isEqualTo(expected);
  }
}
