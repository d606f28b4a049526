package io.retrievaldefense.images;

/** Checks that all sources share. */
final class Ids {

  private Ids() {}

  static long checked(long firstId) {
    if (firstId < 0) {
      throw new IllegalArgumentException("first id must be at least 0: " + firstId);
    }
    return firstId;
  }

  /** Ids were given out by the count that was found when the source was opened. */
  static void requireUnchanged(String path, int expected, int found) throws ImageFormatException {
    if (expected != found) {
      throw new ImageFormatException(
          "file must not change while it is used: %d images, now %d in %s"
              .formatted(expected, found, path));
    }
  }
}
