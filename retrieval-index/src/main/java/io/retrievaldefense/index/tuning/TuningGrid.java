package io.retrievaldefense.index.tuning;

import java.util.List;

/**
 * What a tuning tries: every combination.
 *
 * @param functionsPerTable values of k
 * @param tables values of L
 * @param widths values of w, in units of scale
 * @param probes values of probes per table
 * @param rerankLimits values of how many candidates are re-ranked
 */
public record TuningGrid(
    List<Integer> functionsPerTable,
    List<Integer> tables,
    List<Float> widths,
    List<Integer> probes,
    List<Integer> rerankLimits) {
  /** Around what did best on projected features of convolutional networks. */
  public static final TuningGrid DEFAULT =
      new TuningGrid(
          List.of(10, 12, 14, 16),
          List.of(4, 6, 8, 12),
          List.of(12f, 16f, 20f),
          List.of(4, 8, 12, 16, 24, 32, 48, 64, 96, 128),
          List.of(50, 100, 200, 400, 1000));

  /** Checks that nothing is empty. */
  public TuningGrid {
    if (functionsPerTable.isEmpty()
        || tables.isEmpty()
        || widths.isEmpty()
        || probes.isEmpty()
        || rerankLimits.isEmpty()) {
      throw new IllegalArgumentException(
          "tuning grid must have a value for each parameter: "
              + functionsPerTable
              + ", "
              + tables
              + ", "
              + widths
              + ", "
              + probes
              + ", "
              + rerankLimits);
    }
  }

  /** How many choices of hash functions there are: searches need none of their own. */
  public int hashes() {
    return functionsPerTable.size() * tables.size() * widths.size();
  }
}
