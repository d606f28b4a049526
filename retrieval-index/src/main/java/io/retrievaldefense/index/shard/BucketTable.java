package io.retrievaldefense.index.shard;

import java.util.Arrays;

/** One hash table over the rows of a shard, laid out as {@link ShardFormat} says. */
final class BucketTable {
  private final int[] directory;
  private final int[] keys;
  private final int[] rows;

  /**
   * @param rowKeys the key of each row; taken over
   */
  BucketTable(int[] rowKeys) {
    int n = rowKeys.length;
    long[] sorted = new long[n];
    for (int row = 0; row < n; row++) {
      // Flipping the sign bit sorts keys as unsigned numbers.
      sorted[row] = (long) (rowKeys[row] ^ Integer.MIN_VALUE) << Integer.SIZE | row;
    }
    Arrays.sort(sorted);
    keys = rowKeys;
    rows = new int[n];
    int bits = ShardLayout.directoryBits(n);
    directory = new int[(1 << bits) + 1];
    for (int i = 0; i < n; i++) {
      keys[i] = (int) (sorted[i] >> Integer.SIZE) ^ Integer.MIN_VALUE;
      rows[i] = (int) sorted[i];
      directory[(keys[i] >>> (Integer.SIZE - bits)) + 1]++;
    }
    for (int slot = 1; slot < directory.length; slot++) {
      directory[slot] += directory[slot - 1];
    }
  }

  int[] directory() {
    return directory;
  }

  int[] keys() {
    return keys;
  }

  int[] rows() {
    return rows;
  }
}
