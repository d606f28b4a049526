package io.retrievaldefense.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void intervalsKnowWhichEndsBelongToThem() {
    assertThat(Interval.closed(0, 1).contains(0)).isTrue();
    assertThat(Interval.closed(0, 1).contains(1)).isTrue();
    assertThat(Interval.above(0, 1).contains(0)).isFalse();
    assertThat(Interval.below(0, 1).contains(1)).isFalse();
    assertThat(Interval.closed(0, 1).contains(Double.NaN)).isFalse();
    assertThat(Interval.above(0, 1)).hasToString("(0, 1]");
    assertThatThrownBy(() -> Interval.closed(1, 1))
        .hasMessage("interval must not be empty: 1.0 to 1.0");
  }

  @Test
  void countsAreCheckedAgainstWhatIsThere() {
    assertThat(Count.ALL.among(7)).isEqualTo(7);
    assertThat(Count.of(3).among(7)).isEqualTo(3);
    assertThatThrownBy(() -> Count.of(8).among(7))
        .isInstanceOf(BadInputException.class)
        .hasMessage("count must be at most what is there, 7: 8");
    assertThatThrownBy(() -> Count.of(-1)).hasMessage("count must not be negative: -1");
  }

  @Test
  void layersFitTheirType() {
    assertThat(new LayerSpec(LayerSpec.Type.CONV, 32)).hasToString("conv 32");
    assertThatThrownBy(() -> new LayerSpec(LayerSpec.Type.POOL, 2))
        .hasMessage("units of layer POOL must be in [1, 16384], 0 of a pool: 2");
  }

  @Test
  void recordsCheckWhatIsNotFromAFile() {
    assertThatThrownBy(() -> new ProjectionConfig(Count.of(0), 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("projection.dimension must be \"full\" or a whole number in [1, 4096]: 0");
  }
}
