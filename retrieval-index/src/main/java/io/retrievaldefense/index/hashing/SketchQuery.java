package io.retrievaldefense.index.hashing;

/**
 * A query's sign sketch, and how much a difference in each bit counts: the farther the query lies
 * from the plane that a bit stands for, the more it says that a row lies beyond it (asymmetric
 * distance to a binary code, Gordo and Perronnin 2011). Weights are 0 to 3, in units of {@value
 * #UNIT} root mean squares of the query's projections, rounded; the weighted Hamming distance is
 * then two popcounts a word,
 *
 * <pre>
 *   sum_j w_j [bit j differs] = |(x ^ q) &amp; ones| + 2 |(x ^ q) &amp; twos|.
 * </pre>
 *
 * Reusable by one thread, see {@link SignSketch#sketch(float[], SketchQuery)}.
 */
public final class SketchQuery {
  /** The greatest weight of a bit. */
  public static final int GREATEST_WEIGHT = 3;

  static final float UNIT = 0.6f;

  final float[] sums;
  private final long[] words;
  private final long[] ones;
  private final long[] twos;

  /**
   * @param bits of the sketch, a multiple of 64; 0 for none: all distances are then 0
   */
  public SketchQuery(int bits) {
    sums = new float[bits];
    words = new long[bits / Long.SIZE];
    ones = new long[words.length];
    twos = new long[words.length];
  }

  /** Length in longs. */
  public int words() {
    return words.length;
  }

  /** The signs of a word. */
  public long word(int index) {
    return words[index];
  }

  /** The bits of a word whose weights are odd. */
  public long ones(int index) {
    return ones[index];
  }

  /** The bits of a word whose weights are at least 2. */
  public long twos(int index) {
    return twos[index];
  }

  /** What the sums are since they were written. */
  void weigh() {
    double squares = 0;
    for (float sum : sums) {
      squares += (double) sum * sum;
    }
    float unit = UNIT * (float) Math.sqrt(squares / sums.length);
    for (int word = 0; word < words.length; word++) {
      long signs = 0;
      long odd = 0;
      long high = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        float sum = sums[word * Long.SIZE + bit];
        float size = Math.abs(sum);
        long one = size >= 0.5f * unit ? 1 : 0;
        long two = size >= 1.5f * unit ? 1 : 0;
        long three = size >= 2.5f * unit ? 1 : 0;
        signs |= (sum > 0 ? 1L : 0L) << bit;
        odd |= (one ^ two ^ three) << bit;
        high |= two << bit;
      }
      words[word] = signs;
      ones[word] = odd;
      twos[word] = high;
    }
  }

  /** The distance of a row's sketch. */
  public int distance(long[] sketches, int offset) {
    int distance = 0;
    for (int word = 0; word < words.length; word++) {
      distance += distance(word, sketches[offset + word]);
    }
    return distance;
  }

  /** What one word of a row's sketch adds to its distance. */
  public int distance(int index, long word) {
    long differing = word ^ words[index];
    return Long.bitCount(differing & ones[index]) + 2 * Long.bitCount(differing & twos[index]);
  }
}
