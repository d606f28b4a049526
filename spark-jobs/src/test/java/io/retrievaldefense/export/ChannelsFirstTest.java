package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.images.ImageShape;
import org.junit.jupiter.api.Test;

class ChannelsFirstTest {
  @Test
  void putsAllOfOneChannelBeforeTheNext() {
    // Two rows of one pixel each, three channels.
    assertThat(ChannelsFirst.of(new float[] {1, 2, 3, 4, 5, 6}, new ImageShape(2, 1, 3)))
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(ChannelsFirst.of(new float[] {1, 2}, new ImageShape(2, 1, 1))).containsExactly(1, 2);
  }

  @Test
  void refusesAnImageOfAnotherSize() {
    assertThatThrownBy(() -> ChannelsFirst.of(new float[5], new ImageShape(2, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image must have 6 values: 5");
  }
}
