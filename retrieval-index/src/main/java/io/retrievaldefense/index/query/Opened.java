package io.retrievaldefense.index.query;

/** What an engine has open, until it is closed or nobody can reach it any more. */
interface Opened {
  /** The shards, mapped; the maps go with the last reference to them. */
  ShardSet shards();

  /**
   * Gives back what was taken of the {@link HeapBudget}. Searches that are running go on: the
   * memory itself is free when they have ended.
   */
  void release();
}
