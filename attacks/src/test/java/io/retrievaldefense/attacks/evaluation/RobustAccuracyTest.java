package io.retrievaldefense.attacks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobustAccuracyTest {

  /** Figures computed apart from this code. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.277532800",
    "10, 10, 0.722467200, 1",
    "5, 10, 0.236593091, 0.763406909",
    "403, 1000, 0.373026156, 0.433716235",
    "1, 1000, 0.000176546, 0.005642559"
  })
  void theIntervalIsWilsons(int robust, int total, double low, double high) {
    WilsonInterval interval = new RobustAccuracy(robust, total).interval();

    assertThat(interval.low()).isCloseTo(low, within(1e-8));
    assertThat(interval.high()).isCloseTo(high, within(1e-8));
    assertThat(interval.contains((double) robust / total)).isTrue();
    assertThat(interval.contains(high + .01)).isFalse();
  }

  @Test
  void countsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new RobustAccuracy(0, 0))
        .hasMessage("number of examples must be positive: 0");
    assertThatThrownBy(() -> new RobustAccuracy(11, 10))
        .hasMessage("number of successes must be in [0, 10]: 11");
    assertThatThrownBy(() -> new RobustAccuracy(-1, 10))
        .hasMessage("number of successes must be in [0, 10]: -1");
  }
}
