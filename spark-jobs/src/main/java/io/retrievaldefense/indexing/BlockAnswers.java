package io.retrievaldefense.indexing;

import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.QueryStats;
import io.retrievaldefense.index.query.SearchResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a part of an index answers to a block of queries, in arrays: a small thing to send.
 *
 * @param counts neighbours of each query
 * @param ids of all neighbours, query after query
 * @param distances of these, squared
 * @param labels of these
 * @param rows of these, in the whole snapshot
 * @param stats probes, candidates, distinct, dropped, reranked of each query
 */
record BlockAnswers(
    int[] counts, long[] ids, float[] distances, int[] labels, long[] rows, int[] stats)
    implements Serializable {
  private static final int STATS = 5;

  private static final Comparator<Neighbor> NEAREST_FIRST =
      Comparator.comparingDouble(Neighbor::squaredDistance).thenComparingLong(Neighbor::id);

  static BlockAnswers of(List<SearchResult> results) {
    int all = results.stream().mapToInt(result -> result.neighbors().size()).sum();
    BlockAnswers answers =
        new BlockAnswers(
            new int[results.size()],
            new long[all],
            new float[all],
            new int[all],
            new long[all],
            new int[STATS * results.size()]);
    int at = 0;
    for (int q = 0; q < results.size(); q++) {
      answers.counts[q] = results.get(q).neighbors().size();
      for (Neighbor neighbor : results.get(q).neighbors()) {
        answers.ids[at] = neighbor.id();
        answers.distances[at] = neighbor.squaredDistance();
        answers.labels[at] = neighbor.label();
        answers.rows[at++] = neighbor.row();
      }
      QueryStats stats = results.get(q).stats();
      int[] numbers = {
        stats.probes(), stats.candidates(), stats.distinct(), stats.dropped(), stats.reranked()
      };
      System.arraycopy(numbers, 0, answers.stats, STATS * q, STATS);
    }
    return answers;
  }

  /** The answers that both parts together give. */
  BlockAnswers merge(BlockAnswers other, int neighbors) {
    List<SearchResult> mine = results(neighbors);
    List<SearchResult> others = other.results(neighbors);
    List<SearchResult> merged = new ArrayList<>(mine.size());
    for (int q = 0; q < mine.size(); q++) {
      List<Neighbor> both = new ArrayList<>(mine.get(q).neighbors());
      both.addAll(others.get(q).neighbors());
      both.sort(NEAREST_FIRST);
      merged.add(
          new SearchResult(
              both.subList(0, Math.min(neighbors, both.size())),
              sum(mine.get(q).stats(), others.get(q).stats())));
    }
    return of(merged);
  }

  /** All parts look into the same buckets, each at its own rows in them. */
  private static QueryStats sum(QueryStats a, QueryStats b) {
    return new QueryStats(
        Math.max(a.probes(), b.probes()),
        a.candidates() + b.candidates(),
        a.distinct() + b.distinct(),
        a.dropped() + b.dropped(),
        a.reranked() + b.reranked(),
        0);
  }

  /** As a search of the whole would have them, if this is merged of all parts. */
  List<SearchResult> results(int neighbors) {
    List<SearchResult> results = new ArrayList<>(counts.length);
    int at = 0;
    for (int q = 0; q < counts.length; q++) {
      List<Neighbor> found = new ArrayList<>(counts[q]);
      for (int i = 0; i < counts[q]; i++, at++) {
        found.add(new Neighbor(ids[at], distances[at], labels[at], rows[at]));
      }
      int first = STATS * q;
      results.add(
          new SearchResult(
              found,
              new QueryStats(
                  stats[first],
                  stats[first + 1],
                  stats[first + 2],
                  stats[first + 3],
                  stats[first + 4],
                  neighbors - counts[q])));
    }
    return results;
  }
}
