package io.retrievaldefense.report;

import java.util.List;

/**
 * What the defence answered to an image of the gallery, and what it had retrieved.
 *
 * @param className its answer
 * @param isRight whether that is the image's class
 * @param probability softmax of the answer
 * @param agreeing share of all N neighbours that are of the image's class
 * @param neighbors the nearest of them
 */
public record ShownAnswer(
    String className,
    boolean isRight,
    double probability,
    double agreeing,
    List<Neighbor> neighbors) {

  /**
   * A retrieved image.
   *
   * @param className its class
   * @param isSameClass whether that is the image's class
   * @param weight its attention
   * @param image to be shown
   */
  public record Neighbor(
      String className, boolean isSameClass, double weight, EmbeddedImage image) {}

  /** Copies the list, and checks the shares. */
  public ShownAnswer {
    neighbors = List.copyOf(neighbors);
    if (!(probability >= 0 && probability <= 1) || !(agreeing >= 0 && agreeing <= 1)) {
      throw new IllegalArgumentException(
          "probability and share must be in [0, 1]: " + probability + ", " + agreeing);
    }
  }
}
