package io.retrievaldefense.index.query;

/**
 * The buckets and sketches of all shards as those of one index; rows are numbered over all shards.
 * Safe for concurrent use.
 */
interface BucketLookup {
  /** Adds the rows of some buckets of a table. */
  void collect(int table, long[] keySums, int count, CandidateSet into);

  /**
   * Hamming distances of candidates to a query's sketch.
   *
   * @param query the sketch
   * @param candidates whose distances
   * @param distances receives one for each candidate
   * @param histogram receives how many have each distance; zeroed by the caller
   */
  void sketchDistances(long[] query, CandidateSet candidates, int[] distances, int[] histogram);
}
