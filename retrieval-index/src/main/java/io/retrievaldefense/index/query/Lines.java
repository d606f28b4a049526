package io.retrievaldefense.index.query;

/**
 * How large arrays are laid out so that what is read together is in few cache lines. The JVM puts
 * an array that fills a region of the heap at the region's start, and its header before its first
 * element: so many elements are left unused that what follows begins with a line. Where an array is
 * elsewhere, it is read as well, from a line more.
 */
final class Lines {
  private static final int BYTES = 64;
  private static final int HEADER = 16;

  /** Unused at the start of an array of longs. */
  static final int LONGS_BEFORE = (BYTES - HEADER) / Long.BYTES;

  /** Unused at the start of an array of floats. */
  static final int FLOATS_BEFORE = (BYTES - HEADER) / Float.BYTES;

  /** Floats of a line. */
  static final int FLOATS = BYTES / Float.BYTES;

  private Lines() {}
}
