package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Seeds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A random choice among rows that tells of each row by itself whether it is chosen: those with the
 * lowest ranks, where a rank is a hash of seed and id. A smaller choice of the same seed is part of
 * a larger one, so that sizes can be compared on the same rows.
 *
 * @param seed of the ranks
 * @param limit the first rank that is not chosen, unsigned; 0 for no row
 */
record RowSelection(long seed, long limit) implements Serializable {

  /** No row. */
  static final RowSelection NONE = new RowSelection(0, 0);

  /**
   * @param ids of all rows, distinct
   * @param count how many are chosen, at most all
   */
  static RowSelection of(long[] ids, int count, long seed) {
    if (count < 0 || count > ids.length) {
      throw new IllegalArgumentException(
          "rows to choose must be in [0, " + ids.length + "]: " + count);
    }
    if (count == 0) {
      return NONE;
    }
    long[] ranks = Arrays.stream(ids).map(id -> rank(seed, id)).sorted().toArray();
    return new RowSelection(seed, ranks[count - 1] + 1);
  }

  boolean holds(long id) {
    return rank(seed, id) < limit;
  }

  /** The chosen ones of these. */
  long[] of(long[] ids) {
    return Arrays.stream(ids).filter(this::holds).toArray();
  }

  /** Not negative; two ids have the same one with a probability of 2^-63. */
  private static long rank(long seed, long id) {
    return Seeds.derive(seed, id, "row", 0) >>> 1;
  }
}
