package io.retrievaldefense.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageTypesTest {

  @Test
  void shape() {
    assertThat(ImageShape.RGB_32.length()).isEqualTo(3072);
    assertThat(ImageShape.RGB_32).hasToString("32x32x3");
    assertThatThrownBy(() -> new ImageShape(0, 32, 3))
        .hasMessage("image shape must have positive sides and 1 or 3 channels: 0x32x3");
    assertThatThrownBy(() -> new ImageShape(32, 32, 2))
        .hasMessage("image shape must have positive sides and 1 or 3 channels: 32x32x2");
    assertThatThrownBy(() -> new ImageShape(1 << 16, 1 << 16, 1))
        .hasMessage("image shape must fit one array: 65536x65536x1");
  }

  @Test
  void labeledImage() {
    byte[] pixels = {0, (byte) 255, 51};
    LabeledImage image = new LabeledImage(4, "a", 2, pixels);
    assertThat(image.unitPixels()).containsExactly(0f, 1f, 0.2f);
    assertThat(image).isEqualTo(new LabeledImage(4, "a", 2, pixels.clone()));
    assertThat(image).hasSameHashCodeAs(new LabeledImage(4, "a", 2, pixels.clone()));
    assertThat(image).isNotEqualTo(new LabeledImage(4, "a", 2, new byte[3]));
    assertThat(image).hasToString("LabeledImage[id=4, name=a, label=2]");
    assertThatThrownBy(() -> new LabeledImage(-1, "a", 2, pixels))
        .hasMessage("image id must be at least 0: -1");
    assertThatThrownBy(() -> new LabeledImage(1, "a", -2, pixels))
        .hasMessage("image label must be at least 0: -2");
    assertThatThrownBy(() -> new UnreadableImage(-1, "a", "why"))
        .hasMessage("image id must be at least 0: -1");
  }

  @Test
  void resizingKeepsFlatAreasAndAveragesWhenShrinking() {
    ImageShape two = new ImageShape(2, 2, 1);
    ImageShape one = new ImageShape(1, 1, 1);
    byte[] checks = {0, 100, 100, 0};
    assertThat(Resizer.resize(checks, two, one)).containsExactly(50);
    assertThat(Resizer.resize(new byte[] {77}, one, two)).containsOnly(77);
    assertThat(Resizer.resize(checks, two, two)).isEqualTo(checks);
  }
}
