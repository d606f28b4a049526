package io.retrievaldefense.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.images.ImageShape;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  private static final ImageShape SHAPE = new ImageShape(1, 3, 1);
  private static final byte[] IMAGE = {0, 51, (byte) 255};

  private static Set<String> outcomes(Augmentation augmentation) {
    SplittableRandom random = new SplittableRandom(1);
    Set<String> outcomes = new HashSet<>();
    float[] target = new float[3];
    for (int i = 0; i < 200; i++) {
      augmentation.apply(IMAGE, SHAPE, random, target);
      outcomes.add(target[0] + " " + target[1] + " " + target[2]);
    }
    return outcomes;
  }

  @Test
  void noneIsTheImageScaledToTheUnitInterval() {
    assertThat(outcomes(Augmentation.NONE)).containsExactly("0.0 0.2 1.0");
  }

  @Test
  void flipMirrorsSomeImages() {
    assertThat(outcomes(new Augmentation(Augmentation.Flip.HORIZONTAL, 0, 0)))
        .containsExactlyInAnyOrder("0.0 0.2 1.0", "1.0 0.2 0.0");
  }

  @Test
  void shiftRepeatsTheEdge() {
    assertThat(outcomes(new Augmentation(Augmentation.Flip.NONE, 1, 0)))
        .containsExactlyInAnyOrder("0.0 0.2 1.0", "0.0 0.0 0.2", "0.2 1.0 1.0");
  }

  @Test
  void cutoutGreysASquare() {
    assertThat(outcomes(new Augmentation(Augmentation.Flip.NONE, 0, 1)))
        .containsExactlyInAnyOrder("0.5 0.2 1.0", "0.0 0.5 1.0", "0.0 0.2 0.5");
  }
}
