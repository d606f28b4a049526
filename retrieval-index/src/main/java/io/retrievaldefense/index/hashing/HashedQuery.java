package io.retrievaldefense.index.hashing;

/**
 * A point under all L * k hash functions; table t owns entries [t * k, (t + 1) * k). Mutable and
 * reusable by one thread, see {@link HashTables#hash(float[], HashedQuery)}.
 */
public final class HashedQuery {
  final float[] scaled;
  final int[] cells;
  final float[] fractions;

  HashedQuery(int dimension, int functions) {
    scaled = new float[dimension];
    cells = new int[functions];
    fractions = new float[functions];
  }

  /** The centred and scaled point x, [d]; the array is this object's own. */
  public float[] scaled() {
    return scaled;
  }

  /** floor((a.x + b) / w) of a function, numbered over all tables. */
  public int cell(int function) {
    return cells[function];
  }

  /** Distance to the lower boundary of the cell in units of w, in [0, 1). */
  public float fraction(int function) {
    return fractions[function];
  }
}
