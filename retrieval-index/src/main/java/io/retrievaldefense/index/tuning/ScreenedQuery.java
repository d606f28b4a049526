package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.manifest.SearchSettings;
import io.retrievaldefense.index.query.LshIndex;
import java.util.Arrays;
import java.util.List;

/**
 * What one query meets, and what the screens of {@link LshIndex} would leave of it in the whole:
 * each row of the sample stands for as many as the whole is larger, each neighbour for itself.
 */
final class ScreenedQuery implements HashTrial.Meeting {
  private final TuningData data;
  private final SketchedData sketches;
  private final int query;
  private final List<TrialScore> scores;
  private final double[] firsts = new double[SketchQuery.GREATEST_WEIGHT * Long.SIZE + 1];
  private final double[] wholes;
  private final boolean[] found;
  private int[] rows = new int[1024];
  private int size;
  private long met;

  /**
   * @param scores one for each number of probes, ascending
   */
  ScreenedQuery(TuningData data, SketchedData sketches, int query, List<TrialScore> scores) {
    this.data = data;
    this.sketches = sketches;
    this.query = query;
    this.scores = scores;
    wholes = new double[sketches.farthest() + 1];
    found = new boolean[data.neighbors()[query].length];
  }

  @Override
  public void row(int row, boolean again) {
    met++;
    if (!again) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size++] = row;
      firsts[sketches.firstToRow(query, row)] += data.growth();
    }
  }

  @Override
  public void neighbor(int neighbor) {
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
      double all = data.totalRows();
      score.add(1, buckets, all, all, Math.max(found.length, search.rerankLimit()));
      return;
    }
    int firstBound = bound(firsts, LshIndex.firstScreen(found.length, search));
    Arrays.fill(wholes, 0);
    for (int i = 0; i < size; i++) {
      if (sketches.firstToRow(query, rows[i]) <= firstBound) {
        wholes[sketches.toRow(query, rows[i])] += data.growth();
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
        met * data.growth(),
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
