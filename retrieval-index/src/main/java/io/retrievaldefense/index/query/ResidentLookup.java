package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;
import io.retrievaldefense.index.shard.ShardReader;
import java.util.Arrays;

/**
 * The tables of all shards merged into one and held on the heap with the sketches, 8 bytes per row
 * and table or sketch word: a probe then costs one look-up instead of one per shard. Vectors and
 * features stay mapped.
 */
final class ResidentLookup implements BucketLookup {
  private static final int HEAP_FRACTION = 4;

  private final int[][] directories;
  private final int[][] keys;
  private final int[][] rows;
  private final long[] sketches;
  private final int shift;

  ResidentLookup(ShardSet shards, int tables, int words) {
    int n = shards.rows();
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(n - 1));
    shift = Integer.SIZE - bits;
    directories = new int[tables][(1 << bits) + 1];
    keys = new int[tables][n];
    rows = new int[tables][n];
    long[] sorted = new long[n];
    for (int table = 0; table < tables; table++) {
      merge(shards, table, sorted);
    }
    sketches = new long[Math.multiplyExact(n, words)];
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      shard.sketches().get(0, sketches, shards.start(s) * words, shard.rows() * words);
    }
  }

  /** What an index may copy to the heap by default: a part of it. */
  static long heapLimit() {
    return Runtime.getRuntime().maxMemory() / HEAP_FRACTION;
  }

  /** Bytes on the heap for an index of this size. */
  static long bytes(long rows, int tables, int words) {
    // Three ints per row and table: key, row, and one to two directory slots.
    return rows * ((long) tables * 4 * Integer.BYTES + (long) words * Long.BYTES);
  }

  private void merge(ShardSet shards, int table, long[] sorted) {
    for (int s = 0; s < shards.shards(); s++) {
      ShardReader shard = shards.shard(s);
      int start = shards.start(s);
      for (int entry = 0; entry < shard.rows(); entry++) {
        // Flipping the sign bit sorts keys as unsigned numbers.
        long key = shard.entryKey(table, entry) ^ Integer.MIN_VALUE;
        sorted[start + entry] = key << Integer.SIZE | (start + shard.entryRow(table, entry));
      }
    }
    if (shards.shards() > 1) {
      Arrays.parallelSort(sorted);
    }
    int[] directory = directories[table];
    for (int i = 0; i < sorted.length; i++) {
      int key = (int) (sorted[i] >> Integer.SIZE) ^ Integer.MIN_VALUE;
      keys[table][i] = key;
      rows[table][i] = (int) sorted[i];
      directory[(key >>> shift) + 1]++;
    }
    for (int slot = 1; slot < directory.length; slot++) {
      directory[slot] += directory[slot - 1];
    }
  }

  @Override
  public void collect(int table, long[] keySums, int count, CandidateSet into) {
    int[] directory = directories[table];
    int[] tableKeys = keys[table];
    int[] tableRows = rows[table];
    for (int probe = 0; probe < count; probe++) {
      int key = HashTables.key(keySums[probe]);
      int slot = key >>> shift;
      int start = directory[slot];
      int end = directory[slot + 1];
      while (start < end && tableKeys[start] != key) {
        start++;
      }
      if (start < end) {
        while (tableKeys[end - 1] != key) {
          end--;
        }
        into.addAll(tableRows, start, end);
      }
    }
  }

  @Override
  public void sketchDistances(
      long[] query, CandidateSet candidates, int[] distances, int[] histogram) {
    if (query.length == 4) {
      fourWords(query, candidates, distances, histogram);
      return;
    }
    int words = query.length;
    for (int i = 0; i < candidates.size(); i++) {
      int at = candidates.row(i) * words;
      int distance = 0;
      for (int word = 0; word < words; word++) {
        distance += Long.bitCount(sketches[at + word] ^ query[word]);
      }
      distances[i] = distance;
      histogram[distance]++;
    }
  }

  /** The default length without an inner loop: half the time. */
  private void fourWords(long[] query, CandidateSet candidates, int[] distances, int[] histogram) {
    long[] all = sketches;
    int[] candidateRows = candidates.rows();
    int size = candidates.size();
    long first = query[0];
    long second = query[1];
    long third = query[2];
    long fourth = query[3];
    for (int i = 0; i < size; i++) {
      int at = candidateRows[i] << 2;
      int distance =
          Long.bitCount(all[at] ^ first)
              + Long.bitCount(all[at + 1] ^ second)
              + Long.bitCount(all[at + 2] ^ third)
              + Long.bitCount(all[at + 3] ^ fourth);
      distances[i] = distance;
      histogram[distance]++;
    }
  }
}
