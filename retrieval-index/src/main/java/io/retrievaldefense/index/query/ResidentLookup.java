package io.retrievaldefense.index.query;

import io.retrievaldefense.index.shard.ShardReader;
import java.util.Arrays;

/**
 * The tables of all shards merged into one and held on the heap with the sketches: a probe then
 * costs one look-up instead of one per shard, and deleted rows are gone.
 */
final class ResidentLookup implements BucketLookup {
  private static final int HEAP_FRACTION = 4;

  private final ResidentTable[] tables;
  private final long[] sketches;

  ResidentLookup(ShardSet shards, RowOrder order, int tables, int words) {
    int[] positions = order.positions();
    sketches = new long[Math.multiplyExact(order.size(), words)];
    long[] stored = new long[0];
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      if (stored.length < shard.rows() * words) {
        stored = new long[shard.rows() * words];
      }
      shard.sketches().get(0, stored, 0, shard.rows() * words);
      for (int row = 0; row < shard.rows(); row++) {
        int position = positions[shards.start(s) + row];
        if (position >= 0) {
          System.arraycopy(stored, row * words, sketches, position * words, words);
        }
      }
    }
    this.tables = new ResidentTable[tables];
    for (int table = 0; table < tables; table++) {
      long[] entries = entries(shards, table, positions, order.size());
      this.tables[table] = new ResidentTable(entries, sketches, words);
    }
  }

  /** What an index may copy to the heap by default: a part of it. */
  static long heapLimit() {
    return Runtime.getRuntime().maxMemory() / HEAP_FRACTION;
  }

  /** Bytes on the heap for an index of this size. */
  static long bytes(long rows, int tables, int words) {
    return tables * ResidentTable.bytes(rows) + rows * (Integer.BYTES + (long) words * Long.BYTES);
  }

  /** Keys and positions of all live rows in a table, ascending. */
  private static long[] entries(ShardSet shards, int table, int[] positions, int live) {
    long[] entries = new long[live];
    int size = 0;
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      int start = shards.start(s);
      for (int entry = 0; entry < shard.rows(); entry++) {
        int position = positions[start + shard.entryRow(table, entry)];
        if (position >= 0) {
          // Flipping the sign bit sorts keys as unsigned numbers.
          long key = shard.entryKey(table, entry) ^ Integer.MIN_VALUE;
          entries[size++] = key << Integer.SIZE | position;
        }
      }
    }
    Arrays.parallelSort(entries);
    return entries;
  }

  @Override
  public void collect(int table, long[] keySums, int count, long queryWord, MetRows into) {
    tables[table].collect(keySums, count, queryWord, into);
  }

  @Override
  public void sketchDistances(long[] query, CandidateSet candidates, int[] distances) {
    if (query.length == 4) {
      fourWords(query, candidates, distances);
      return;
    }
    int words = query.length;
    int[] positions = candidates.positions();
    for (int i = 0; i < candidates.size(); i++) {
      int at = positions[i] * words;
      int distance = 0;
      for (int word = 0; word < words; word++) {
        distance += Long.bitCount(sketches[at + word] ^ query[word]);
      }
      distances[i] = distance;
    }
  }

  /** The default length without an inner loop: half the time. */
  private void fourWords(long[] query, CandidateSet candidates, int[] distances) {
    long[] all = sketches;
    int[] positions = candidates.positions();
    int size = candidates.size();
    long first = query[0];
    long second = query[1];
    long third = query[2];
    long fourth = query[3];
    for (int i = 0; i < size; i++) {
      int at = positions[i] << 2;
      distances[i] =
          Long.bitCount(all[at] ^ first)
              + Long.bitCount(all[at + 1] ^ second)
              + Long.bitCount(all[at + 2] ^ third)
              + Long.bitCount(all[at + 3] ^ fourth);
    }
  }
}
