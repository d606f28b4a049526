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
 * @param sweep the same with other numbers of probes, fewest first; empty where there are no probes
 * @param shards size and buckets of each shard
 * @param bucketSizes how many buckets are how large; empty where there are none
 */
public record RetrievalQuality(
    String engine,
    int queries,
    SortedMap<Integer, Double> recallAt,
    double microsPerQuery,
    double candidatesPerQuery,
    double rerankedPerQuery,
    List<SweepPoint> sweep,
    List<Shard> shards,
    List<BucketClass> bucketSizes) {

  /**
   * What a number of probes buys.
   *
   * @param probes buckets looked into in each table
   * @param recallAt by N, in [0,1]
   * @param candidatesPerQuery mean number of rows that a query considered
   * @param microsPerQuery mean time of a query in microseconds
   */
  public record SweepPoint(
      int probes,
      SortedMap<Integer, Double> recallAt,
      double candidatesPerQuery,
      double microsPerQuery) {

    /** Copies the recalls, and checks that they are shares. */
    public SweepPoint {
      requireShares(recallAt);
      recallAt = Collections.unmodifiableSortedMap(new TreeMap<>(recallAt));
    }
  }

  /**
   * Buckets of about one size.
   *
   * @param least rows
   * @param most rows
   * @param buckets how many buckets have so many
   * @param rows of all tables in them
   */
  public record BucketClass(long least, long most, long buckets, long rows) {}

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
    requireShares(recallAt);
    recallAt = Collections.unmodifiableSortedMap(new TreeMap<>(recallAt));
    sweep = List.copyOf(sweep);
    shards = List.copyOf(shards);
    bucketSizes = List.copyOf(bucketSizes);
  }

  private static void requireShares(SortedMap<Integer, Double> recalls) {
    recalls.forEach(
        (n, recall) -> {
          if (!(recall >= 0 && recall <= 1)) {
            throw new IllegalArgumentException("recall@" + n + " must be in [0, 1]: " + recall);
          }
        });
  }
}
