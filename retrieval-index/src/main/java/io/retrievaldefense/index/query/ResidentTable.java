package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.HashTables;

/**
 * One hash table over the live rows of all shards, for look-ups that cost few memory accesses: a
 * slot of the directory, chosen by the key's upper bits, says where its buckets are. A bucket is a
 * head, of its key and its size, the first word of the sketch of each of its rows, so that most
 * rows met need no access of their own, and their positions, two to a word, for the few that pass.
 */
final class ResidentTable {
  /** A head's lower half is the key, the upper the size. */
  private static final long KEY = 0xffffffffL;

  private static final long ONE_ROW = KEY + 1;

  /** Words of a cache line. */
  private static final int LINE = 8;

  private final int[] directory;
  private final long[] buckets;
  private final int shift;

  /**
   * @param entries of each live row its key, sign bit flipped, in the upper half and its position
   *     in the lower; ascending
   * @param sketches by position, see {@link Lines}
   * @param sketchWords words of a sketch; 0 for none
   */
  ResidentTable(long[] entries, long[] sketches, int sketchWords) {
    int distinct = 0;
    int length = 0;
    for (int start = 0; start < entries.length; ) {
      int end = bucketEnd(entries, start);
      distinct++;
      length += 1 + words(end - start);
      start = end;
    }
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(distinct));
    shift = Integer.SIZE - bits;
    directory = new int[(1 << bits) + 1];
    // One place more than there is: an empty slot at the end has a head to look at, too.
    buckets = new long[length + 1];
    int head = 0;
    for (int start = 0; start < entries.length; ) {
      int end = bucketEnd(entries, start);
      int size = end - start;
      int key = key(entries[start]);
      buckets[head] = (key & KEY) + size * ONE_ROW;
      for (int i = 0; i < size; i++) {
        int position = (int) entries[start + i];
        buckets[head + 1 + i] =
            sketchWords == 0 ? 0 : sketches[Lines.LONGS_BEFORE + position * sketchWords];
        buckets[head + 1 + size + i / 2] |= (long) position << (i % 2 * Integer.SIZE);
      }
      head += 1 + words(size);
      directory[(key >>> shift) + 1] = head;
      start = end;
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

  private static int bucketEnd(long[] entries, int start) {
    int end = start + 1;
    while (end < entries.length && key(entries[end]) == key(entries[start])) {
      end++;
    }
    return end;
  }

  /** Words of a bucket after its head. */
  private static int words(int size) {
    return size + (size + 1) / 2;
  }

  /**
   * Meets the rows of some buckets. In four passes, so that the memory accesses of different
   * buckets overlap: within one bucket each waits for the one before, and a mispredicted branch for
   * the access that decides it. The third asks for the cache lines of long buckets.
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
      long head = buckets[heads[probe]];
      int other = (int) head ^ HashTables.key(keySums[probe]);
      // Without a branch: all bits where the slot's first bucket is another, or there is none.
      int missed = (other | -other) >> (Integer.SIZE - 1);
      heads[count + probe] = (int) (head >>> Integer.SIZE) | missed;
    }
    long touched = 0;
    for (int probe = 0; probe < count; probe++) {
      int last = heads[probe] + words(heads[count + probe]);
      for (int place = heads[probe] + LINE; place <= last; place += LINE) {
        touched ^= buckets[place];
      }
    }
    into.touched(touched);
    for (int probe = 0; probe < count; probe++) {
      int size = heads[count + probe];
      if (size >= 0) {
        meet(heads[probe], size, into);
      } else {
        walk(HashTables.key(keySums[probe]), into);
      }
    }
    into.settle(buckets);
  }

  private void meet(int head, int size, MetRows into) {
    int first = head + 1;
    // From a place of a word to the place, in halves of words, of its row's position.
    into.meet(buckets, first, first + size, first + 2 * size);
  }

  /** Looks for a bucket that is not the first of its slot. */
  private void walk(int key, MetRows into) {
    int slot = key >>> shift;
    int head = directory[slot];
    int end = directory[slot + 1];
    while (head < end) {
      int size = (int) (buckets[head] >>> Integer.SIZE);
      if ((int) buckets[head] == key) {
        meet(head, size, into);
        return;
      }
      head += 1 + words(size);
    }
  }
}
