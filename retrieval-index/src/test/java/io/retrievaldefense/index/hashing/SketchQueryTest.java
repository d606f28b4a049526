package io.retrievaldefense.index.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchQueryTest {
  private static final int BITS = 128;
  private static final int DIMENSION = 8;

  private final SignSketch sketch = new SignSketch(new HashParameters(1, 1, 1, BITS, 3), DIMENSION);
  private final Random random = new Random(1);

  private float[] point() {
    float[] point = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      point[i] = (float) random.nextGaussian();
    }
    return point;
  }

  @Test
  void weighsEachDifferingBitByTheQuerysOwnProjection() {
    for (int trial = 0; trial < 50; trial++) {
      SketchQuery query = new SketchQuery(BITS);
      float[] scaled = point();
      sketch.sketch(scaled, query);
      float[] sums = new float[BITS];
      long[] signs = new long[BITS / Long.SIZE];
      sketch.sketch(scaled, sums, signs, 0);
      double squares = 0;
      for (float sum : sums) {
        squares += sum * sum;
      }
      double unit = SketchQuery.UNIT * Math.sqrt(squares / BITS);
      long[] row = {random.nextLong(), random.nextLong()};
      int expected = 0;
      for (int bit = 0; bit < BITS; bit++) {
        boolean differs = ((row[bit / 64] ^ signs[bit / 64]) >>> bit & 1) != 0;
        expected += differs ? (int) Math.min(3, Math.floor(Math.abs(sums[bit]) / unit + 0.5)) : 0;
      }
      assertThat(query.distance(row, 0)).isEqualTo(expected);
      assertThat(query.distance(0, row[0]) + query.distance(1, row[1])).isEqualTo(expected);
      assertThat(query.distance(signs, 0)).isZero();
    }
  }

  @Test
  void withoutBitsAllDistancesAreZero() {
    SketchQuery none = new SketchQuery(0);
    assertThat(none.words()).isZero();
    assertThat(none.distance(new long[0], 0)).isZero();
  }
}
