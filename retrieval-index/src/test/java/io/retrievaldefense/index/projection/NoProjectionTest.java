package io.retrievaldefense.index.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NoProjectionTest {
  private static final Projection NONE = new NoProjection(3);

  @Test
  void isTheIdentityBothWays() {
    float[] feature = {1, -2, 3};
    assertThat(NONE.project(feature)).containsExactly(1, -2, 3).isNotSameAs(feature);
    assertThat(NONE.pullBack(new double[] {4, 5, 6})).containsExactly(4, 5, 6);
    assertThat(NONE.outputDimension()).isEqualTo(3);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(NONE.entry(row, column)).isEqualTo(row == column ? 1 : 0);
      }
    }
  }

  @Test
  void digestTellsItFromOthers() {
    assertThat(NONE.digest())
        .isEqualTo(new NoProjection(3).digest())
        .isNotEqualTo(new NoProjection(4).digest())
        .isNotEqualTo(new GaussianProjection(3, 3, 0).digest());
  }

  @Test
  void refusesOtherLengths() {
    assertThatThrownBy(() -> new NoProjection(0))
        .hasMessage("projection input dimension must be at least 1: 0");
    assertThatThrownBy(() -> NONE.project(new float[2])).hasMessage("feature length must be 3: 2");
    assertThatThrownBy(() -> NONE.pullBack(new double[4]))
        .hasMessage("projected gradient length must be 3: 4");
  }
}
