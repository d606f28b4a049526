package io.retrievaldefense.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void countsEdits() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("same", "same")).isZero();
  }

  @Test
  void findsTheNearestAndTheFirstOfTwo() {
    assertThat(Nearest.of("epoch", List.of("patience", "epochs"))).isEqualTo("epochs");
    assertThat(Nearest.of("b", List.of("c", "a"))).isEqualTo("a");
  }
}
