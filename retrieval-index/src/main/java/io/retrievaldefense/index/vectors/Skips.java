package io.retrievaldefense.index.vectors;

/** The one rule of {@link VectorReader#skip}. */
final class Skips {
  private Skips() {}

  static long require(long count, long left) {
    if (count < 0 || count > left) {
      throw new IllegalArgumentException(
          "skipped vectors must be between 0 and " + left + ": " + count);
    }
    return count;
  }
}
