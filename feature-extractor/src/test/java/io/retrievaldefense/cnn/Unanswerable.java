package io.retrievaldefense.cnn;

import io.retrievaldefense.images.LabeledImage;

/** Images that no network answers right: an epoch validated on them alone is the worst of all. */
final class Unanswerable {

  private static final int NO_CLASS = 1000;

  private Unanswerable() {}

  /** The same image, labelled by a class that no network here has. */
  static LabeledImage of(LabeledImage image) {
    return new LabeledImage(image.id(), image.name(), NO_CLASS, image.pixels());
  }
}
