package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.shard.ShardReader;
import java.nio.LongBuffer;

/** Looks into the mapped tables of shard after shard: nothing on the heap, for any size. */
final class MappedLookup implements BucketLookup {
  private final ShardSet shards;

  /**
   * @param shards whose order is that of the positions
   */
  MappedLookup(ShardSet shards) {
    this.shards = shards;
  }

  @Override
  public void collect(int table, long[] keySums, int count, MetRows into) {
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      LongBuffer sketches = shard.sketches();
      int words = sketches.limit() / shard.rows();
      int start = shards.start(s);
      for (int probe = 0; probe < count; probe++) {
        long bucket = shard.bucket(table, HashTables.key(keySums[probe]));
        int end = (int) (bucket >>> Integer.SIZE);
        for (int entry = (int) bucket; entry < end; entry++) {
          int row = shard.entryRow(table, entry);
          if (!shards.isDead(start + row)) {
            into.meet(start + row, words == 0 ? 0 : sketches.get(row * words));
          }
        }
      }
    }
  }

  @Override
  public void sketchDistances(SketchQuery query, CandidateSet candidates, int[] distances) {
    int[] rows = candidates.positions();
    for (int i = 0; i < candidates.size(); i++) {
      int row = rows[i];
      int shard = shards.shardOf(row);
      LongBuffer sketches = shards.shard(shard).sketches();
      int at = (row - shards.start(shard)) * query.words();
      int distance = 0;
      for (int word = 0; word < query.words(); word++) {
        distance += query.distance(word, sketches.get(at + word));
      }
      distances[i] = distance;
    }
  }
}
