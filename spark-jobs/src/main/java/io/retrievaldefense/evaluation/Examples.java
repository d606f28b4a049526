package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.images.LabeledImage;
import java.util.Collection;
import java.util.List;

/** Labelled images as attacks take them: pixels in [0,1], untargeted. */
public final class Examples {

  private Examples() {}

  /** In the same order. */
  public static List<Example> of(Collection<LabeledImage> images) {
    return images.stream()
        .map(image -> Example.untargeted(image.id(), image.unitPixels(), image.label()))
        .toList();
  }
}
