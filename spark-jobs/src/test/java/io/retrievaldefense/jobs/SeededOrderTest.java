package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.images.LabeledImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeededOrderTest {

  /** A hundred of each class, one class after the other. */
  private static List<LabeledImage> images() {
    List<LabeledImage> images = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      images.add(new LabeledImage(i, "image-" + i, i / 100, new byte[0]));
    }
    return images;
  }

  @Test
  void theFirstAreOfEveryClass() {
    List<LabeledImage> first = SeededOrder.of(images(), 3).subList(0, 200);
    int[] counts = new int[10];
    first.forEach(image -> counts[image.label()]++);
    for (int count : counts) {
      assertThat(count).isBetween(8, 35);
    }
  }

  @Test
  void theSeedAloneDecides() {
    List<LabeledImage> reversed = images();
    Collections.reverse(reversed);
    assertThat(SeededOrder.of(reversed, 3)).isEqualTo(SeededOrder.of(images(), 3));
    assertThat(SeededOrder.of(images(), 4)).isNotEqualTo(SeededOrder.of(images(), 3));
    assertThat(SeededOrder.of(images(), 3)).containsExactlyInAnyOrderElementsOf(images());
  }
}
