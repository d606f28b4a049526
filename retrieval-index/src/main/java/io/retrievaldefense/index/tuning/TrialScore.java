package io.retrievaldefense.index.tuning;

import io.retrievaldefense.index.hashing.HashParameters;
import io.retrievaldefense.index.manifest.SearchSettings;

/** Recall and cost of one choice, summed up over queries. */
final class TrialScore {
  // In rows met, one of which costs 7 ns with its share of memory accesses (2.5 GHz, AVX-512): by
  // what a query's time grew in bench index on 50,000 vectors of 64 when probes doubled, 48 us for
  // 3,500 rows and 192 probes more, and when the re-rank limit did, 35 us for 100 rows and 450
  // sketches more; on 1,000,000, 129 us for 13,000 rows and 352 probes more agree.
  private static final double FUNCTION_COST = 1;
  private static final double PROBE_COST = 15;
  private static final double SKETCH_COST = 5;
  private static final double RERANK_COST = 20;

  private final HashParameters hash;
  private final SearchSettings search;
  private final long totalRows;
  private double recalls;
  private double squares;
  private double met;
  private double costs;
  private int queries;

  /**
   * @param hash of the index
   * @param search of it
   * @param totalRows of it
   */
  TrialScore(HashParameters hash, SearchSettings search, long totalRows) {
    this.hash = hash;
    this.search = search;
    this.totalRows = totalRows;
  }

  SearchSettings search() {
    return search;
  }

  /**
   * Adds a query.
   *
   * @param recall of it
   * @param buckets looked into
   * @param rowsMet in them, repetitions included
   * @param sketched rows left by the first screen
   * @param reranked rows left by the second
   */
  void add(double recall, int buckets, double rowsMet, double sketched, double reranked) {
    queries++;
    recalls += recall;
    squares += recall * recall;
    met += rowsMet;
    costs += PROBE_COST * buckets + rowsMet + SKETCH_COST * sketched + RERANK_COST * reranked;
  }

  /** The mean over the queries. */
  TuningPoint point() {
    double recall = recalls / queries;
    double variance = Math.max(0, squares / queries - recall * recall);
    double hashing = FUNCTION_COST * hash.tables() * hash.functionsPerTable();
    return new TuningPoint(
        hash,
        search,
        recall,
        Math.sqrt(variance / queries),
        met / queries / totalRows,
        hashing + costs / queries);
  }
}
