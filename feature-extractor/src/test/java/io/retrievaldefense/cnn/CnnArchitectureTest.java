package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.images.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class CnnArchitectureTest {

  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);

  @Test
  void layersReadBackAsWritten() {
    for (String text : List.of("conv 32", "pool", "dense 256")) {
      assertThat(LayerSpec.parse(text)).hasToString(text);
    }
  }

  @Test
  void refusesALayerItDoesNotKnow() {
    assertThatThrownBy(() -> LayerSpec.parse("convolve 3"))
        .hasMessage("layer must be 'conv FILTERS', 'pool' or 'dense UNITS': 'convolve 3'");
    assertThatThrownBy(() -> LayerSpec.parse("conv many"))
        .hasMessage("layer must be 'conv FILTERS', 'pool' or 'dense UNITS': 'conv many'");
    assertThatThrownBy(() -> LayerSpec.parse("conv 0"))
        .hasMessage("filters of a convolution must be positive: 0");
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertThatThrownBy(() -> CnnArchitecture.of(SHAPE, List.of("conv 4"), 3))
        .hasMessage("layers must end in a dense layer: [conv 4]");
    assertThatThrownBy(() -> CnnArchitecture.of(SHAPE, List.of("dense 4"), 3))
        .hasMessage("layers must begin with a convolution or pool: [dense 4]");
    assertThatThrownBy(() -> CnnArchitecture.of(SHAPE, List.of("conv 2", "dense 4", "pool"), 3))
        .hasMessageStartingWith("convolutions and poolings must stand before dense layers");
    assertThatThrownBy(
            () -> CnnArchitecture.of(SHAPE, List.of("pool", "pool", "pool", "pool", "dense 4"), 3))
        .hasMessageStartingWith("image must be large enough for every pooling layer");
    assertThatThrownBy(() -> CnnArchitecture.of(SHAPE, List.of("conv 2", "dense 4"), 1))
        .hasMessage("classes must be at least 2: 1");
  }
}
