package io.retrievaldefense.index.query;

import io.retrievaldefense.index.manifest.SearchSettings;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How many rows lie at each distance of a screen, for each of some queries. Counts of parts add up
 * to those of the whole, which decide how far the screen lets rows through: it is thus the same
 * wherever the rows are.
 *
 * @param counts [queries, distances]; no distances where there is no such screen
 */
public record ScreenCounts(int[][] counts) implements Serializable {
  /** In place of a bound: every row is a candidate, as for an outlier, whose buckets are empty. */
  public static final int EVERY_ROW = -1;

  /** The counts of two parts together. */
  public ScreenCounts plus(ScreenCounts other) {
    int[][] sum = new int[counts.length][];
    for (int q = 0; q < sum.length; q++) {
      sum[q] = counts[q].clone();
      for (int distance = 0; distance < sum[q].length; distance++) {
        sum[q][distance] += other.counts[q][distance];
      }
    }
    return new ScreenCounts(sum);
  }

  /**
   * Bounds of the first screen, if these are the counts of {@link PartialIndex#countMet}.
   *
   * @param n neighbours asked for
   * @param settings of the search
   */
  public int[] firstBounds(int n, SearchSettings settings) {
    if (settings.probesPerTable() == SearchSettings.UNLIMITED) {
      int[] all = new int[counts.length];
      Arrays.fill(all, EVERY_ROW);
      return all;
    }
    return bounds(LshSearcher.firstLimit(n, settings));
  }

  /** Bounds of the second, if these are those of {@link PartialIndex#countCandidates}. */
  public int[] secondBounds(int n, SearchSettings settings) {
    return bounds(Math.max(n, settings.rerankLimit()));
  }

  private int[] bounds(int limit) {
    return Arrays.stream(counts).mapToInt(query -> bound(query, limit)).toArray();
  }

  /** How many rows there are for each query. */
  public int[] totals() {
    return Arrays.stream(counts).mapToInt(query -> Arrays.stream(query).sum()).toArray();
  }

  /** The least distance within which at least {@code limit} lie, or the greatest there is. */
  static int bound(int[] counts, int limit) {
    int distance = 0;
    long within = counts.length == 0 ? 0 : counts[0];
    while (within < limit && distance < counts.length - 1) {
      within += counts[++distance];
    }
    return distance;
  }
}
