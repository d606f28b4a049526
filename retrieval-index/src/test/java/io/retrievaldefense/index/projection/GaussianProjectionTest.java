package io.retrievaldefense.index.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianProjectionTest {
  @Test
  void projectsByTheMatrix() {
    GaussianProjection projection = new GaussianProjection(7, 3, 5);
    float[] h = {1, -2, 3, 0.5f, 0, 4, -1};
    float[] projected = projection.project(h);
    for (int row = 0; row < 3; row++) {
      double expected = 0;
      for (int column = 0; column < 7; column++) {
        expected += (double) projection.entry(row, column) * h[column];
      }
      assertThat(projected[row]).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void pullsGradientsBackByTheTransposedMatrix() {
    GaussianProjection projection = new GaussianProjection(5, 3, 9);
    double[] gradient = {1, -2, .5};

    double[] pulled = projection.pullBack(gradient);

    for (int i = 0; i < 5; i++) {
      double expected =
          projection.entry(0, i) - 2.0 * projection.entry(1, i) + .5 * projection.entry(2, i);
      assertThat(pulled[i]).isCloseTo(expected, within(1e-12));
    }
    assertThatThrownBy(() -> projection.pullBack(new double[2]))
        .hasMessage("projected gradient length must be 3: 2");
  }

  @Test
  void entriesHaveMeanZeroAndVarianceOneOverD() {
    GaussianProjection projection = new GaussianProjection(400, 50, 9);
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < 50; row++) {
      for (int column = 0; column < 400; column++) {
        sum += projection.entry(row, column);
        squares += Math.pow(projection.entry(row, column), 2);
      }
    }
    assertThat(sum / 20_000).isCloseTo(0, within(0.005));
    assertThat(squares / 20_000 * 50).isCloseTo(1, within(0.05));
  }

  @Test
  void keepsSquaredLengthsInExpectation() {
    Random random = new Random(1);
    double ratio = 0;
    for (int trial = 0; trial < 200; trial++) {
      float[] h = new float[30];
      double before = 0;
      for (int i = 0; i < h.length; i++) {
        h[i] = (float) random.nextGaussian();
        before += h[i] * h[i];
      }
      double after = 0;
      for (float value : new GaussianProjection(30, 16, trial).project(h)) {
        after += value * value;
      }
      ratio += after / before / 200;
    }
    assertThat(ratio).isCloseTo(1, within(0.1));
  }

  @Test
  void digestIsKnownAndDependsOnSeedAndShape() {
    String digest = new GaussianProjection(8, 4, 1).digest();
    // A rebuilt W must be the old W, on every Java release.
    assertThat(digest)
        .isEqualTo("8b728def3487b1ab7c45f8171a793ea6ad333b951b189c96ecc9dc2c70d22e4d");
    assertThat(new GaussianProjection(8, 4, 2).digest()).isNotEqualTo(digest);
    assertThat(new GaussianProjection(4, 8, 1).digest()).isNotEqualTo(digest);
  }

  @Test
  void survivesSerialisationAsSeedAndShape() throws Exception {
    GaussianProjection projection = new GaussianProjection(2000, 64, 3);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(projection);
    }
    assertThat(bytes.size()).isLessThan(500);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      GaussianProjection copy = (GaussianProjection) in.readObject();
      assertThat(copy.digest()).isEqualTo(projection.digest());
    }
  }

  @Test
  void refusesWrongShapes() {
    assertThatThrownBy(() -> new GaussianProjection(0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("projection input dimension must be at least 1: 0");
    assertThatThrownBy(() -> new GaussianProjection(1, 0, 0))
        .hasMessage("projection output dimension must be at least 1: 0");
    assertThatThrownBy(() -> new GaussianProjection(1 << 20, 1 << 20, 0))
        .hasMessage("projection matrix must fit 2 GiB: 1048576 x 1048576");
    GaussianProjection projection = new GaussianProjection(3, 2, 0);
    assertThatThrownBy(() -> projection.project(new float[2]))
        .hasMessage("feature length must be 3: 2");
    assertThatThrownBy(() -> projection.project(new float[3], new float[3]))
        .hasMessage("projected feature length must be 2: 3");
  }
}
