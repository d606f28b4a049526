package io.retrievaldefense.index.query;

/** What an {@link ExactIndex} has open: the shards, and nothing on the heap. */
record OpenShards(ShardSet shards) implements Opened {
  @Override
  public void release() {
    // Maps are released with the last reference to them.
  }
}
