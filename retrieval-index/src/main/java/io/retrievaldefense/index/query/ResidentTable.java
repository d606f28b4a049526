package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;

/**
 * One hash table over the live rows of all shards, for look-ups that cost few memory accesses: a
 * slot of the directory, chosen by the key's upper bits, says where its buckets are; a bucket is a
 * head, of its key and its size, and the first word of the sketch of each of its rows, so that most
 * rows met need no access of their own; their positions are apart, for the few that pass.
 */
final class ResidentTable {
  /** A head's lower half is the key, the upper the size. */
  private static final long KEY = 0xffffffffL;

  private static final long ONE_ROW = KEY + 1;

  private final int[] directory;
  private final int[] positions;
  private final long[] words;
  private final int shift;

  /**
   * @param entries of each live row its key, sign bit flipped, in the upper half and its position
   *     in the lower; ascending
   * @param sketches by position
   * @param sketchWords words of a sketch; 0 for none
   */
  ResidentTable(long[] entries, long[] sketches, int sketchWords) {
    int distinct = 0;
    for (int i = 0; i < entries.length; i++) {
      distinct += i == 0 || key(entries[i]) != key(entries[i - 1]) ? 1 : 0;
    }
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(distinct));
    shift = Integer.SIZE - bits;
    directory = new int[(1 << bits) + 1];
    // One place more than there is: an empty slot at the end has a head to look at, too.
    positions = new int[entries.length + distinct + 1];
    words = new long[positions.length];
    int at = 0;
    int head = 0;
    for (int i = 0; i < entries.length; i++) {
      int key = key(entries[i]);
      if (i == 0 || key != key(entries[i - 1])) {
        head = at++;
        words[head] = key & KEY;
      }
      words[head] += ONE_ROW;
      positions[at] = (int) entries[i];
      words[at] = sketchWords == 0 ? 0 : sketches[(int) entries[i] * sketchWords];
      at++;
      directory[(key >>> shift) + 1] = at;
    }
    for (int slot = 1; slot < directory.length; slot++) {
      directory[slot] = Math.max(directory[slot], directory[slot - 1]);
    }
  }

  /** Bytes on the heap for a table of this many rows, with about three in a bucket. */
  static long bytes(long rows) {
    return rows * (Integer.BYTES + Long.BYTES) * 4 / 3 + rows * Integer.BYTES;
  }

  private static int key(long entry) {
    return (int) (entry >> Integer.SIZE) ^ Integer.MIN_VALUE;
  }

  /**
   * Meets the rows of some buckets. In three passes, so that the memory accesses of different
   * buckets overlap: within one bucket each waits for the one before, and a mispredicted branch for
   * the access that decides it.
   *
   * @param keySums of the buckets
   * @param count how many buckets
   * @param into meets the rows
   */
  void collect(long[] keySums, int count, MetRows into) {
    int[] heads = into.heads(2 * count);
    for (int probe = 0; probe < count; probe++) {
      heads[probe] = directory[HashTables.key(keySums[probe]) >>> shift];
    }
    for (int probe = 0; probe < count; probe++) {
      long head = words[heads[probe]];
      int other = (int) head ^ HashTables.key(keySums[probe]);
      heads[count + probe] = other == 0 ? (int) (head >>> Integer.SIZE) : -1;
    }
    for (int probe = 0; probe < count; probe++) {
      int first = heads[probe] + 1;
      int size = heads[count + probe];
      if (size >= 0) {
        into.meet(positions, words, first, first + size);
      } else {
        walk(HashTables.key(keySums[probe]), into);
      }
    }
    into.settle(positions, words);
  }

  /** Looks for a bucket that is not the first of its slot. */
  private void walk(int key, MetRows into) {
    int slot = key >>> shift;
    int head = directory[slot];
    int end = directory[slot + 1];
    while (head < end) {
      int next = head + 1 + (int) (words[head] >>> Integer.SIZE);
      if ((int) words[head] == key) {
        into.meet(positions, words, head + 1, next);
        return;
      }
      head = next;
    }
  }
}
