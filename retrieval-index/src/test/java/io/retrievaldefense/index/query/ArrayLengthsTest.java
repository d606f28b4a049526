package io.retrievaldefense.index.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrayLengthsTest {
  @Test
  void aLengthDoublesUpToTheGreatestThereIs() {
    assertThat(ArrayLengths.grown(1024, 1025)).isEqualTo(2048);
    assertThat(ArrayLengths.grown(1024, 5000)).isEqualTo(5000);
    int half = 1 << 30;
    assertThat(ArrayLengths.grown(half, half + 1)).isEqualTo(ArrayLengths.GREATEST);
    assertThat(ArrayLengths.grown(ArrayLengths.GREATEST - 5, ArrayLengths.GREATEST))
        .isEqualTo(ArrayLengths.GREATEST);
  }
}
