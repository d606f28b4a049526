package io.retrievaldefense.index.query;

/**
 * The buckets and sketches of all shards as those of one index; rows are known by their positions
 * in {@link RowOrder}. Safe for concurrent use.
 */
interface BucketLookup {
  /**
   * Adds the live rows of some buckets of a table.
   *
   * @param table which
   * @param keySums of the buckets
   * @param count how many buckets
   * @param queryWord first word of the query's sketch; 0 where there are no sketches
   * @param into receives the rows
   */
  void collect(int table, long[] keySums, int count, long queryWord, MetRows into);

  /**
   * Hamming distances of candidates to a query's sketch.
   *
   * @param query the sketch
   * @param candidates whose distances
   * @param distances receives one for each candidate
   */
  void sketchDistances(long[] query, CandidateSet candidates, int[] distances);
}
