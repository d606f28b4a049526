package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.SketchQuery;

/**
 * The buckets and sketches of all shards as those of one index; rows are known by their positions
 * in {@link RowOrder}. Safe for concurrent use.
 */
interface BucketLookup {
  /**
   * Meets the live rows of some buckets of a table.
   *
   * @param table which
   * @param keySums of the buckets
   * @param count how many buckets
   * @param into meets the rows
   */
  void collect(int table, long[] keySums, int count, MetRows into);

  /**
   * Distances of candidates' sketches to a query's.
   *
   * @param query its sketch, of at least one word
   * @param candidates whose distances
   * @param distances receives one for each candidate
   */
  void sketchDistances(SketchQuery query, CandidateSet candidates, int[] distances);
}
