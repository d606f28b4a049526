package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeightAverageTest {

  @Test
  void followsTheFirstStepsCloselyAndThenAsItsDecaySays() {
    float[] start = {0, 11};
    WeightAverage average = new WeightAverage(start, 0.2);
    // Shares of the new values: 9/11, as 2/11 is less than the decay, then 8/10.
    average.add(new float[] {11, 0});
    assertThat(average.values()).containsExactly(new float[] {9, 2}, within(1e-5f));
    average.add(new float[] {4, 12});
    assertThat(average.values()).containsExactly(new float[] {5, 10}, within(1e-5f));
    average.add(new float[] {0, 10});
    assertThat(average.values()).containsExactly(new float[] {1, 10}, within(1e-5f));
    assertThat(start).as("left as it was").containsExactly(0, 11);
  }

  @Test
  void withoutDecayItIsTheLastValues() {
    WeightAverage average = new WeightAverage(new float[] {1, 2}, 0);
    average.add(new float[] {5, -7});
    assertThat(average.values()).containsExactly(5, -7);
  }
}
