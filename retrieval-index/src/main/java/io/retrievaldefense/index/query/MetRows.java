package io.retrievaldefense.index.query;

import io.retrievaldefense.index.hashing.SketchQuery;
import java.util.Arrays;

/**
 * The first screen: of the different rows that a search meets in the buckets it probes, those whose
 * sketches begin with 64 bits near to the query's. It leaves all within the least distance, see
 * {@link SketchQuery}, within which at least a limit of different rows lie; which those are does
 * not depend on the order in which rows are met.
 *
 * <p>The bound falls while rows are met, and what lies beyond it is never taken up: a row met costs
 * little more than two popcounts. That a row was met before is known by a byte that holds the
 * search's number, so that a search costs what it meets, whatever the size of the index. Reusable
 * by one thread.
 */
final class MetRows {
  /** The greatest distance there is. */
  static final int FARTHEST = SketchQuery.GREATEST_WEIGHT * Long.SIZE;

  /** So many rows are met between two falls of the bound. */
  private static final int CHUNK = 256;

  private final byte[] stamps;
  private final int[] histogram = new int[FARTHEST + 1];
  private long queryWord;
  private long ones;
  private long twos;
  private byte stamp;
  private int limit;
  private int bound;
  private int within;
  private long met;
  private int[] positions = new int[1024];
  private int[] distances = new int[1024];
  private int size;
  private final int[] places = new int[2 * CHUNK];
  private final int[] halves = new int[2 * CHUNK];
  private int placed;
  private int[] heads = new int[64];

  /** Never read: without it the compiler would drop the accesses that were made for the cache. */
  private long touched;

  /**
   * @param rows how many positions there are, see {@link RowOrder}
   */
  MetRows(int rows) {
    stamps = new byte[rows];
  }

  /**
   * Starts over.
   *
   * @param query its sketch
   * @param leave how many different rows to leave, at least
   * @param within the bound to begin with: rows beyond this distance are not left
   */
  void start(SketchQuery query, int leave, int within) {
    if (query.words() > 0) {
      queryWord = query.word(0);
      ones = query.ones(0);
      twos = query.twos(0);
    }
    Arrays.fill(histogram, 0);
    limit = leave;
    bound = within;
    this.within = 0;
    met = 0;
    size = 0;
    placed = 0;
    stamp++;
    if (stamp == 0) {
      Arrays.fill(stamps, (byte) 0);
      stamp = 1;
    }
  }

  /** Rows met, repetitions included; of more than an int can count, that many. */
  int met() {
    return (int) Math.min(met, Integer.MAX_VALUE);
  }

  /** How many different rows were met at each distance up to the bound; this object's own. */
  int[] counts() {
    return histogram;
  }

  /** Meets a row whose sketch begins with {@code word}. */
  void meet(int position, long word) {
    met++;
    long differing = word ^ queryWord;
    int distance = Long.bitCount(differing & ones) + 2 * Long.bitCount(differing & twos);
    if (distance <= bound && stamps[position] != stamp) {
      reserve(1);
      take(position, distance);
      lowerBound();
    }
  }

  private void take(int position, int distance) {
    stamps[position] = stamp;
    histogram[distance]++;
    within++;
    positions[size] = position;
    distances[size++] = distance;
  }

  /**
   * Meets the rows of a bucket of a {@link ResidentTable}; {@link #settle} is to follow the last of
   * the table.
   *
   * @param table its words
   * @param start of what the rows' sketches begin with
   * @param end of it
   * @param toPosition from the place of a word to that of its row's position, in halves of words
   */
  void meet(long[] table, int start, int end, int toPosition) {
    for (int first = start; first < end; first += CHUNK) {
      scan(table, first, Math.min(end, first + CHUNK), toPosition);
      if (placed >= CHUNK) {
        settle(table);
      }
    }
    met += end - start;
  }

  private void scan(long[] table, int start, int end, int toPosition) {
    int[] to = places;
    int[] toHalves = halves;
    long query = queryWord;
    long odd = ones;
    long high = twos;
    int beyond = bound + 1;
    int at = placed;
    for (int place = start; place < end; place++) {
      to[at] = place;
      toHalves[at] = place + toPosition;
      long differing = table[place] ^ query;
      int distance = Long.bitCount(differing & odd) + 2 * Long.bitCount(differing & high);
      // Without a branch, which would be mispredicted: one more if it is within the bound.
      at += (distance - beyond) >>> (Integer.SIZE - 1);
    }
    placed = at;
  }

  /** Takes up what was met in a table and not yet taken up; the bound falls. */
  void settle(long[] table) {
    reserve(placed);
    byte[] seen = stamps;
    byte now = stamp;
    int[] counts = histogram;
    long query = queryWord;
    long odd = ones;
    long high = twos;
    int[] toPositions = positions;
    int[] toDistances = distances;
    int before = size;
    int at = before;
    for (int i = 0; i < placed; i++) {
      int half = halves[i];
      // Halves of a long table are more than an int has positive numbers for.
      int position = (int) (table[half >>> 1] >>> ((half & 1) << 5));
      long differing = table[places[i]] ^ query;
      int distance = Long.bitCount(differing & odd) + 2 * Long.bitCount(differing & high);
      toPositions[at] = position;
      toDistances[at] = distance;
      int fresh = -((seen[position] ^ now) & 0xff) >>> (Integer.SIZE - 1);
      seen[position] = now;
      counts[distance] += fresh;
      at += fresh;
    }
    size = at;
    within += at - before;
    placed = 0;
    lowerBound();
  }

  /** Lets the bound fall as far as enough rows lie within it. */
  private void lowerBound() {
    while (bound > 0 && within - histogram[bound] >= limit) {
      within -= histogram[bound--];
    }
  }

  /** The positions left, in an order that says nothing; ends the search. */
  void copyTo(CandidateSet candidates) {
    int[] target = candidates.start(size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      target[kept] = positions[i];
      kept += (distances[i] - bound - 1) >>> (Integer.SIZE - 1);
    }
    candidates.finish(kept);
  }

  /** What was read ahead of its use. */
  void touched(long words) {
    touched ^= words;
  }

  /** Working memory of a look-up. */
  int[] heads(int count) {
    heads = heads.length < count ? new int[count] : heads;
    return heads;
  }

  private void reserve(int more) {
    // One place more than is taken: a row met again is written there, and not kept.
    if (positions.length - size <= more) {
      int length = ArrayLengths.grown(positions.length, size + more + 1);
      positions = Arrays.copyOf(positions, length);
      distances = Arrays.copyOf(distances, length);
    }
  }
}
