package io.retrievaldefense.index.hashing;

import java.io.Serializable;

/**
 * What determines every hash function of an index, together with the dimension d.
 *
 * @param functionsPerTable k: functions concatenated into one table's key
 * @param tables L
 * @param width w: width of a hash cell, in units of the data's scale
 * @param sketchBits length of the sign sketch kept with every row, a multiple of 64; 0 for none
 * @param seed of all hash functions and the sketch
 */
public record HashParameters(
    int functionsPerTable, int tables, float width, int sketchBits, long seed)
    implements Serializable {
  /** More functions or tables than anyone needs; bounds what a hostile manifest can ask for. */
  public static final int LIMIT = 1024;

  /**
   * What reaches recall .95 of the ten nearest on projected features of a convolutional network,
   * 50,000 of 64, with the default search settings; w in units of scale carries over to data of the
   * same kind.
   */
  public static HashParameters defaults(long seed) {
    return new HashParameters(12, 8, 16f, 256, seed);
  }

  /** Checks ranges. */
  public HashParameters {
    requireWithinLimit("functions per table", functionsPerTable);
    requireWithinLimit("tables", tables);
    if (!(width > 0) || !Float.isFinite(width)) {
      throw new IllegalArgumentException("hash width must be positive and finite: " + width);
    }
    if (sketchBits < 0 || sketchBits > LIMIT || sketchBits % Long.SIZE != 0) {
      throw new IllegalArgumentException(
          "sketch bits must be a multiple of 64 between 0 and " + LIMIT + ": " + sketchBits);
    }
  }

  private static void requireWithinLimit(String thing, int value) {
    if (value < 1 || value > LIMIT) {
      throw new IllegalArgumentException(thing + " must be between 1 and " + LIMIT + ": " + value);
    }
  }
}
