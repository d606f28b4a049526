package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingOptionsTest {

  @Test
  void rateRisesOverTheFirstEpochAndFallsAsACosine() {
    TrainingOptions options = new TrainingOptions(3, 16, 0.8, 0, 0, 0, 0, 3, Augmentation.NONE, 1);
    assertThat(options.rateAt(0, 4)).as("first").isCloseTo(0.2, within(1e-12));
    assertThat(options.rateAt(1, 4)).isCloseTo(0.4, within(1e-12));
    assertThat(options.rateAt(3, 4)).as("end of the first epoch").isCloseTo(0.8, within(1e-12));
    assertThat(options.rateAt(4, 4)).isCloseTo(0.8, within(1e-12));
    assertThat(options.rateAt(8, 4)).as("middle of the cosine").isCloseTo(0.4, within(1e-12));
    // An eighth of the cosine is left.
    assertThat(options.rateAt(11, 4))
        .as("last")
        .isCloseTo(0.4 * (1 - Math.cos(Math.PI / 8)), within(1e-12));
  }
}
