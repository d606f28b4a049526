package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlicesTest {
  @Test
  void theAmountOfWorkAsksForAsManyAsItNeedsHoweverFewTasksRunAtOnce() {
    assertThat(Slices.of(2, 1_000_000, 500)).isEqualTo(2000);
    assertThat(Slices.of(2, 1001, 500)).isEqualTo(3);
    assertThat(Slices.of(2, 1000, 500)).isEqualTo(2);
  }

  @Test
  void whatRunsAtOnceAsksForAsManyAsItCanUse() {
    assertThat(Slices.of(64, 1000, 500)).isEqualTo(64);
    assertThat(Slices.of(0, 0, 500)).isEqualTo(1);
  }
}
