package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.LshIndex;
import java.util.Arrays;
import java.util.List;

/**
 * What one query meets, and what the screens of {@link LshIndex} would leave of it in the whole:
 * each row of the sample stands for as many as the whole is larger, each neighbour for itself, see
 * {@link SampledNeighbors}.
 */
final class ScreenedQuery implements HashTrial.Meeting {
  private final SketchedData sketches;
  private final SampledNeighbors sampled;
  private final long totalRows;
  private final double growth;
  private final int query;
  private final List<TrialScore> scores;
  private final double[] firsts = new double[SketchQuery.GREATEST_WEIGHT * Long.SIZE + 1];
  private final double[] wholes;
  private final boolean[] found;
  // Of each different row met, its distances in the two screens.
  private int[] rowFirsts = new int[1024];
  private int[] rowWholes = new int[1024];
  private int size;
  private long rowsMet;
  private long neighborsMet;

  /**
   * @param scores of the searches to try
   */
  ScreenedQuery(
      TuningData data,
      SketchedData sketches,
      SampledNeighbors sampled,
      int query,
      List<TrialScore> scores) {
    this.sketches = sketches;
    this.sampled = sampled;
    this.query = query;
    this.scores = scores;
    totalRows = data.totalRows();
    growth = sampled.growth(query);
    wholes = new double[sketches.farthest() + 1];
    found = new boolean[data.neighbors()[query].length];
  }

  @Override
  public void row(int row, boolean again) {
    if (sampled.contains(query, row)) {
      return;
    }
    rowsMet++;
    if (!again) {
      if (size == rowFirsts.length) {
        rowFirsts = Arrays.copyOf(rowFirsts, 2 * size);
        rowWholes = Arrays.copyOf(rowWholes, 2 * size);
      }
      rowFirsts[size] = sketches.firstToRow(query, row);
      rowWholes[size] = sketches.toRow(query, row);
      firsts[rowFirsts[size++]] += growth;
    }
  }

  @Override
  public void neighbor(int neighbor) {
    neighborsMet++;
    if (!found[neighbor]) {
      found[neighbor] = true;
      firsts[sketches.firstToNeighbor(query, neighbor)]++;
    }
  }

  @Override
  public void probed(int probesPerTable, int buckets) {
    for (TrialScore score : scores) {
      SearchSettings search = score.search();
      if (search.probesPerTable() == probesPerTable) {
        add(score, search, buckets);
      }
    }
  }

  private void add(TrialScore score, SearchSettings search, int buckets) {
    if (within(firsts, firsts.length - 1) < found.length) {
      // An outlier, which is answered as if all buckets were probed.
      score.add(1, buckets, totalRows, totalRows, Math.max(found.length, search.rerankLimit()));
      return;
    }
    int firstBound = bound(firsts, LshIndex.firstScreen(found.length, search));
    Arrays.fill(wholes, 0);
    for (int i = 0; i < size; i++) {
      if (rowFirsts[i] <= firstBound) {
        wholes[rowWholes[i]] += growth;
      }
    }
    for (int j = 0; j < found.length; j++) {
      if (found[j] && sketches.firstToNeighbor(query, j) <= firstBound) {
        wholes[sketches.toNeighbor(query, j)]++;
      }
    }
    int secondBound = bound(wholes, Math.max(found.length, search.rerankLimit()));
    int left = 0;
    for (int j = 0; j < found.length; j++) {
      if (found[j]
          && sketches.firstToNeighbor(query, j) <= firstBound
          && sketches.toNeighbor(query, j) <= secondBound) {
        left++;
      }
    }
    score.add(
        (double) left / found.length,
        buckets,
        rowsMet * growth + neighborsMet,
        within(firsts, firstBound),
        within(wholes, secondBound));
  }

  private static int bound(double[] counts, int limit) {
    int distance = 0;
    double within = counts[0];
    while (within < limit && distance < counts.length - 1) {
      within += counts[++distance];
    }
    return distance;
  }

  private static double within(double[] counts, int bound) {
    double sum = 0;
    for (int distance = 0; distance <= bound; distance++) {
      sum += counts[distance];
    }
    return sum;
  }
}
