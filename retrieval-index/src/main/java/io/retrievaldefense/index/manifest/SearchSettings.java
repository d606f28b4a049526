package io.retrievaldefense.index.manifest;

import java.io.Serializable;

/**
 * How an LSH index is searched unless the caller says otherwise; recorded with the index because
 * they were chosen with (k, L, w).
 *
 * @param probesPerTable buckets looked into in each table; {@link #UNLIMITED}: all there are
 * @param candidateBudget rows considered at most; beyond it, those of lowest id
 * @param rerankLimit candidates that the sketches leave for exact re-ranking, at least; {@link
 *     #UNLIMITED}: all
 */
public record SearchSettings(int probesPerTable, int candidateBudget, int rerankLimit)
    implements Serializable {
  /** No limit. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Looks at every row: as exact as {@code exact}, for tests and oracles. */
  public static final SearchSettings EXHAUSTIVE =
      new SearchSettings(UNLIMITED, UNLIMITED, UNLIMITED);

  /** Goes with {@code HashParameters.defaults}. */
  public static final SearchSettings DEFAULT = new SearchSettings(24, UNLIMITED, 200);

  /** Checks ranges. */
  public SearchSettings {
    requirePositive("probes per table", probesPerTable);
    requirePositive("candidate budget", candidateBudget);
    requirePositive("re-rank limit", rerankLimit);
  }

  private static void requirePositive(String thing, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(thing + " must be at least 1: " + value);
    }
  }
}
