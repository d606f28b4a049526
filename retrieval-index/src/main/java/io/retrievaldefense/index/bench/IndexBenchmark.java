package io.retrievaldefense.index.bench;

import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.index.query.SearchResult;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures engines on the same queries, against the same truth. */
public final class IndexBenchmark {
  private final float[][] queries;
  private final long[][] truth;
  private final int rounds;

  /**
   * @param queries [queries, d]
   * @param truth ids of the n nearest rows of each query
   * @param rounds how often all queries are searched; the first half warms the code up, the median
   *     of the others counts
   */
  public IndexBenchmark(float[][] queries, long[][] truth, int rounds) {
    if (queries.length == 0 || truth.length != queries.length) {
      throw new IllegalArgumentException(
          "truth must have a row for each of at least one query: "
              + truth.length
              + ", "
              + queries.length);
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1: " + rounds);
    }
    this.queries = queries;
    this.truth = truth;
    this.rounds = rounds;
  }

  /** The ids of the n nearest rows of each query, as an index answers. */
  public static long[][] truth(NeighborIndex index, float[][] queries, int n, int threads) {
    return index.searchBatch(queries, n, threads).stream()
        .map(result -> result.neighbors().stream().mapToLong(Neighbor::id).toArray())
        .toArray(long[][]::new);
  }

  /** Share of the true nearest among what was found, over all queries. */
  public static double recall(List<SearchResult> results, long[][] truth) {
    long found = 0;
    long all = 0;
    for (int q = 0; q < truth.length; q++) {
      Set<Long> ids = new HashSet<>();
      results.get(q).neighbors().forEach(neighbor -> ids.add(neighbor.id()));
      for (long id : truth[q]) {
        found += ids.contains(id) ? 1 : 0;
      }
      all += truth[q].length;
    }
    return (double) found / all;
  }

  /**
   * Searches all queries and measures.
   *
   * @param index to measure
   * @param engine name for the row
   * @param threads that search
   * @param buildSeconds for the row
   * @param parameters for the row
   */
  public BenchmarkRow measure(
      NeighborIndex index, String engine, int threads, double buildSeconds, String parameters) {
    int n = truth[0].length;
    long[] nanos = new long[rounds];
    List<SearchResult> results = List.of();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      results = index.searchBatch(queries, n, threads);
      nanos[round] = System.nanoTime() - start;
    }
    return new BenchmarkRow(
        engine,
        index.size(),
        index.dimension(),
        threads,
        recall(results, truth),
        queries.length / (warmMedian(nanos) / 1e9),
        buildSeconds,
        index.manifest().bytes(),
        parameters);
  }

  private static long warmMedian(long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
