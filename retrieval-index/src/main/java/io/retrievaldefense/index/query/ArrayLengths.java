package io.retrievaldefense.index.query;

/** Lengths of arrays that grow: the double of a long one is no int any more. */
final class ArrayLengths {
  /** Virtual machines refuse the last few lengths. */
  static final int GREATEST = Integer.MAX_VALUE - 8;

  private ArrayLengths() {}

  /**
   * Twice the length, or as much as there can be, but at least what is needed.
   *
   * @param length of the array that is too short
   * @param needed more than that
   */
  static int grown(int length, int needed) {
    return (int) Math.max(needed, Math.min(2L * length, GREATEST));
  }
}
