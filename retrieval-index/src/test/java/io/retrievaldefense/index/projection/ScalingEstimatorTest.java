package io.retrievaldefense.index.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingEstimatorTest {
  private static float[][] rows(int count) {
    Random random = new Random(3);
    float[][] rows = new float[count][4];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        // Magnitudes far apart make the rounding of naive sums visible.
        row[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6) + i);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 50})
  void isTheSameForAnyPartitioning(int parts) {
    float[][] rows = rows(1000);
    ScalingEstimator whole = new ScalingEstimator(4);
    ScalingEstimator[] split = new ScalingEstimator[parts];
    for (int p = 0; p < parts; p++) {
      split[p] = new ScalingEstimator(4);
    }
    for (int i = 0; i < rows.length; i++) {
      whole.add(rows[i]);
      split[(i * 31) % parts].add(rows[i]);
    }
    ScalingEstimator merged = new ScalingEstimator(4);
    for (int p = parts - 1; p >= 0; p--) {
      merged.merge(split[p]);
    }
    assertThat(merged.rows()).isEqualTo(1000);
    assertThat(merged.scaling()).isEqualTo(whole.scaling());
  }

  @Test
  void scalesToUnitMeanSquare() {
    Random random = new Random(8);
    ScalingEstimator estimator = new ScalingEstimator(3);
    float[][] rows = new float[500][3];
    for (float[] row : rows) {
      for (int i = 0; i < 3; i++) {
        row[i] = (float) (5 * random.nextGaussian() + 100);
      }
      estimator.add(row);
    }
    Scaling scaling = estimator.scaling();
    double squares = 0;
    double[] sums = new double[3];
    float[] scaled = new float[3];
    for (float[] row : rows) {
      scaling.apply(row, scaled);
      for (int i = 0; i < 3; i++) {
        squares += scaled[i] * scaled[i];
        sums[i] += scaled[i];
      }
    }
    assertThat(squares / 1500).isCloseTo(1, within(1e-4));
    assertThat(sums[1] / 500).isCloseTo(0, within(1e-4));
  }

  @Test
  void oneRepeatedPointHasScaleOne() {
    Scaling scaling =
        new ScalingEstimator(1).add(new float[] {0.1f}).add(new float[] {0.1f}).scaling();
    assertThat(scaling.centre()).containsExactly(0.1f);
    assertThat(scaling.scale()).isPositive();
  }

  @Test
  void refusesWhatItCannotUse() {
    assertThatThrownBy(() -> new ScalingEstimator(0)).hasMessage("dimension must be at least 1: 0");
    assertThatThrownBy(() -> new ScalingEstimator(2).add(new float[3]))
        .hasMessage("projected feature length must be 2: 3");
    assertThatThrownBy(() -> new ScalingEstimator(2).merge(new ScalingEstimator(3)))
        .hasMessage("dimension must be 2: 3");
    assertThatThrownBy(() -> new ScalingEstimator(2).scaling())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rows must be at least 1: 0");
    ScalingEstimator three = new ScalingEstimator(1);
    three.add(new float[1]).add(new float[1]).add(new float[1]);
    assertThatThrownBy(() -> three.add(new float[] {Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("projected feature must be finite: NaN in row 3");
    assertThatThrownBy(() -> three.add(71, new float[] {Float.NEGATIVE_INFINITY}))
        .hasMessage("projected feature must be finite: -Infinity in the row of id 71");
    assertThatThrownBy(() -> new Scaling(new float[0], 1))
        .hasMessage("centre length must be at least 1: 0");
    assertThatThrownBy(() -> new Scaling(new float[] {Float.NaN}, 1))
        .hasMessage("centre must be finite: NaN");
    assertThatThrownBy(() -> new Scaling(new float[1], 0))
        .hasMessage("scale must be positive and finite: 0.0");
  }
}
