package io.retrievaldefense.report;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well and how fast the index finds neighbours, measured against exact search.
 *
 * @param engine how the index is searched
 * @param queries how many test images it was measured with
 * @param recallAt by N: share of the N exact nearest that are found, in [0,1]
 * @param microsPerQuery mean time of a query in microseconds
 * @param candidatesPerQuery mean number of rows that a query considered
 * @param rerankedPerQuery mean number of exact distances computed
 * @param shards size and buckets of each shard
 */
public record RetrievalQuality(
    String engine,
    int queries,
    SortedMap<Integer, Double> recallAt,
    double microsPerQuery,
    double candidatesPerQuery,
    double rerankedPerQuery,
    List<Shard> shards) {

  /**
   * A shard of the index.
   *
   * @param name its file
   * @param rows its rows
   * @param buckets its buckets that are not empty, over all tables
   * @param median rows of the median bucket
   * @param largest rows of the largest bucket
   * @param capped buckets larger than the candidate budget
   */
  public record Shard(
      String name, long rows, long buckets, long median, long largest, long capped) {}

  /** Copies the collections and checks that recalls are shares. */
  public RetrievalQuality {
    recallAt.forEach(
        (n, recall) -> {
          if (!(recall >= 0 && recall <= 1)) {
            throw new IllegalArgumentException("recall@" + n + " must be in [0, 1]: " + recall);
          }
        });
    recallAt = Collections.unmodifiableSortedMap(new TreeMap<>(recallAt));
    shards = List.copyOf(shards);
  }
}
