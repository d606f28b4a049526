package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.images.LabeledImage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Test images that are evaluated together, the unit of work of evaluation.
 *
 * @param images at most the configured slice
 * @param purpose whether they are attacked, or only classified
 */
record Slice(List<LabeledImage> images, Purpose purpose) implements Serializable {

  /** What is done with a slice. */
  enum Purpose {
    CLASSIFY,
    ATTACK
  }

  /** Cuts images, in their order, into slices of {@code size}. */
  static List<Slice> cut(List<LabeledImage> images, int size, Purpose purpose) {
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < images.size(); from += size) {
      slices.add(
          new Slice(
              List.copyOf(images.subList(from, Math.min(images.size(), from + size))), purpose));
    }
    return slices;
  }

  List<Example> examples() {
    return images.stream()
        .map(image -> Example.untargeted(image.id(), image.unitPixels(), image.label()))
        .toList();
  }
}
