package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.SketchQuery;
import io.retrievaldefense.index.shard.ShardReader;
import java.util.Arrays;

/**
 * The tables of all shards merged into one and held on the heap with the sketches: a probe then
 * costs one look-up instead of one per shard, and deleted rows are gone.
 */
final class ResidentLookup implements BucketLookup {
  /** Sketches whose memory accesses overlap. */
  private static final int BLOCK = 64;

  private final ResidentTable[] tables;
  private final long[] sketches;

  ResidentLookup(ShardSet shards, RowOrder order, int tables, int words, OpeningProgress progress) {
    progress.begin("merging tables", tables);
    int[] positions = order.positions();
    sketches = new long[Math.addExact(Lines.LONGS_BEFORE, Math.multiplyExact(order.size(), words))];
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
          int target = Lines.LONGS_BEFORE + position * words;
          System.arraycopy(stored, row * words, sketches, target, words);
        }
      }
    }
    this.tables = new ResidentTable[tables];
    for (int table = 0; table < tables; table++) {
      long[] entries = entries(shards, table, positions, order.size());
      this.tables[table] = new ResidentTable(entries, sketches, words);
      progress.advance(1);
    }
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
  public void collect(int table, long[] keySums, int count, MetRows into) {
    tables[table].collect(keySums, count, into);
  }

  @Override
  public void sketchDistances(SketchQuery query, CandidateSet candidates, int[] distances) {
    if (query.words() == 4) {
      int size = candidates.size();
      for (int from = 0; from < size; from += BLOCK) {
        int to = Math.min(size, from + BLOCK);
        touch(candidates.positions(), from, to, distances);
        fourWords(query, candidates.positions(), from, to, distances);
      }
      return;
    }
    int[] positions = candidates.positions();
    for (int i = 0; i < candidates.size(); i++) {
      int at = Lines.LONGS_BEFORE + positions[i] * query.words();
      distances[i] = query.distance(sketches, at);
    }
  }

  /** Asks for the sketches of a block together; what is read is written where it is replaced. */
  private void touch(int[] positions, int from, int to, int[] distances) {
    long touched = 0;
    for (int i = from; i < to; i++) {
      touched ^= sketches[Lines.LONGS_BEFORE + (positions[i] << 2)];
    }
    distances[from] = (int) touched;
  }

  /** The default length, without an inner loop. */
  private void fourWords(SketchQuery query, int[] positions, int from, int to, int[] distances) {
    long[] all = sketches;
    long word0 = query.word(0), word1 = query.word(1), word2 = query.word(2), word3 = query.word(3);
    long ones0 = query.ones(0), ones1 = query.ones(1), ones2 = query.ones(2), ones3 = query.ones(3);
    long twos0 = query.twos(0), twos1 = query.twos(1), twos2 = query.twos(2), twos3 = query.twos(3);
    for (int i = from; i < to; i++) {
      int at = Lines.LONGS_BEFORE + (positions[i] << 2);
      long differing0 = all[at] ^ word0;
      long differing1 = all[at + 1] ^ word1;
      long differing2 = all[at + 2] ^ word2;
      long differing3 = all[at + 3] ^ word3;
      int odd =
          Long.bitCount(differing0 & ones0)
              + Long.bitCount(differing1 & ones1)
              + Long.bitCount(differing2 & ones2)
              + Long.bitCount(differing3 & ones3);
      int high =
          Long.bitCount(differing0 & twos0)
              + Long.bitCount(differing1 & twos1)
              + Long.bitCount(differing2 & twos2)
              + Long.bitCount(differing3 & twos3);
      distances[i] = odd + 2 * high;
    }
  }
}
