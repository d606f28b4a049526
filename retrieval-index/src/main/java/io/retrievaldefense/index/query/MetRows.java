package io.retrievaldefense.index.query;

import java.util.Arrays;

/**
 * What a search meets in the buckets it probes, repetitions included: positions (see {@link
 * RowOrder}) with the Hamming distance of the first 64 bits of their sketches to the query's.
 * Reusable by one thread.
 */
final class MetRows {
  private final int[] histogram = new int[Long.SIZE + 1];
  private int[] positions = new int[1024];
  private int[] distances = new int[1024];
  private int size;
  private int[] heads = new int[64];
  private int[] sizes = new int[64];

  /** Starts over. */
  void clear() {
    size = 0;
  }

  /** Rows met, repetitions included. */
  int size() {
    return size;
  }

  /** The positions; the array is this object's own and may be longer than {@link #size()}. */
  int[] positions() {
    return positions;
  }

  /** Adds a position whose sketch begins with {@code word}. */
  void add(int position, long word, long query) {
    reserve(1);
    positions[size] = position;
    distances[size++] = Long.bitCount(word ^ query);
  }

  /** Adds places [start, end) of arrays of positions and of the words that begin their sketches. */
  void addAll(int[] from, long[] words, int start, int end, long query) {
    reserve(end - start);
    int[] toPositions = positions;
    int[] toDistances = distances;
    int at = size;
    for (int i = start; i < end; i++) {
      toPositions[at] = from[i];
      toDistances[at] = Long.bitCount(words[i] ^ query);
      at++;
    }
    size = at;
  }

  /** Keeps what lies within the least distance within which at least {@code limit} lie. */
  void keepNearest(int limit) {
    if (size > limit) {
      keepWithin(ScreenCounts.bound(counts(), limit));
    }
  }

  /** How many were met at each distance; the array is this object's own. */
  int[] counts() {
    Arrays.fill(histogram, 0);
    for (int i = 0; i < size; i++) {
      histogram[distances[i]]++;
    }
    return histogram;
  }

  /** Keeps what lies within a distance; ends the adding. */
  void keepWithin(int bound) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      // Without a branch, which would be mispredicted.
      positions[kept] = positions[i];
      kept += (distances[i] - bound - 1) >>> (Integer.SIZE - 1);
    }
    size = kept;
  }

  /** Working memory of a look-up. */
  int[] heads(int count) {
    heads = heads.length < count ? new int[count] : heads;
    return heads;
  }

  /** Working memory of a look-up. */
  int[] sizes(int count) {
    sizes = sizes.length < count ? new int[count] : sizes;
    return sizes;
  }

  private void reserve(int more) {
    if (positions.length - size < more) {
      int length = Math.max(size + more, 2 * positions.length);
      positions = Arrays.copyOf(positions, length);
      distances = Arrays.copyOf(distances, length);
    }
  }
}
