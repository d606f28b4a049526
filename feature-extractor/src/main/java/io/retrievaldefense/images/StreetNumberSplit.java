package io.retrievaldefense.images;

/** The generator's sets of images, which share none, with the sizes of SVHN's. */
public enum StreetNumberSplit {
  /** As many as SVHN's training images. */
  TRAIN(73_257),
  /** As many as SVHN's test images. */
  TEST(26_032),
  /** As many as the paper draws from SVHN's extra images for its private set. */
  EXTRA(100_000);

  private final int defaultCount;

  StreetNumberSplit(int defaultCount) {
    this.defaultCount = defaultCount;
  }

  /**
   * How many images the split has unless said otherwise.
   *
   * @return the number of images
   */
  public int defaultCount() {
    return defaultCount;
  }
}
