package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.images.LabeledImage;
import java.util.Comparator;
import java.util.List;

/**
 * Images in an order that a seed decides. Splits come by id, which in folders of images is by
 * class: whoever takes the first of them needs this. Fewer are part of more.
 */
public final class SeededOrder {

  private SeededOrder() {}

  /**
   * @param images with ids of their own
   * @param seed decides the order, whatever theirs is
   * @return all of them
   */
  public static List<LabeledImage> of(List<LabeledImage> images, long seed) {
    return images.stream()
        .sorted(
            Comparator.comparingLong(
                    (LabeledImage image) -> Seeds.derive(seed, image.id(), "order", 0))
                .thenComparingLong(LabeledImage::id))
        .toList();
  }
}
