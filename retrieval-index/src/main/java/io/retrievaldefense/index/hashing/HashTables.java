package io.retrievaldefense.index.hashing;

import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.projection.Scaling;
import java.io.Serializable;
import java.util.Random;

/**
 * L tables of k p-stable hash functions each (Datar, Immorlica, Indyk and Mirrokni 2004): function
 * (a, b) sends x to floor((a.x + b) / w) with a from N(0, I_d), b uniform in [0, w) and x the
 * centred and scaled h'. A table's key is a 32-bit mix of its k values; two buckets that share a
 * key are one bucket, for every shard alike.
 *
 * <p>A function of (parameters, scaling) alone; only those are serialised. Immutable and safe for
 * concurrent use.
 */
public final class HashTables implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashParameters parameters;
  private final Scaling scaling;
  private final transient int functions;
  // a / w transposed, [d, L * k]: the inner loop runs over independent sums, and over arrays that
  // cannot overlap, so that the JIT vectorises it; the result is the same with and without vectors.
  private final transient float[][] directions;
  private final transient float[] offsets;
  private final transient long[] coefficients;

  /**
   * @param parameters k, L, w, seed
   * @param scaling centre and scale of the data, which fix d
   */
  public HashTables(HashParameters parameters, Scaling scaling) {
    this.parameters = parameters;
    this.scaling = scaling;
    int dimension = scaling.dimension();
    functions = parameters.tables() * parameters.functionsPerTable();
    directions = new float[dimension][functions];
    offsets = new float[functions];
    coefficients = new long[functions];
    for (int j = 0; j < functions; j++) {
      PStableHash function = PStableHash.of(parameters, dimension, j);
      for (int i = 0; i < dimension; i++) {
        directions[i][j] = function.direction(i) / parameters.width();
      }
      offsets[j] = function.offset() / parameters.width();
    }
    Random random = NamedSeed.random(parameters.seed(), "keys");
    for (int j = 0; j < functions; j++) {
      coefficients[j] = random.nextLong() | 1L;
    }
  }

  /** k, L, w, seed. */
  public HashParameters parameters() {
    return parameters;
  }

  /** Centre and scale of the data. */
  public Scaling scaling() {
    return scaling;
  }

  /** d. */
  public int dimension() {
    return scaling.dimension();
  }

  /** Hashes h' [d] by all L * k functions. */
  public HashedQuery hash(float[] projected) {
    HashedQuery hashed = new HashedQuery(dimension(), functions);
    hash(projected, hashed);
    return hashed;
  }

  /** As {@link #hash(float[])}, over an earlier result's arrays. */
  public void hash(float[] projected, HashedQuery target) {
    if (projected.length != dimension()) {
      throw new IllegalArgumentException(
          "projected feature length must be " + dimension() + ": " + projected.length);
    }
    float[] scaled = target.scaled;
    scaling.apply(projected, scaled);
    float[] sums = target.fractions;
    System.arraycopy(offsets, 0, sums, 0, sums.length);
    ProductKernel.BEST.addTo(sums, directions, scaled);
    int[] cells = target.cells;
    for (int j = 0; j < sums.length; j++) {
      float floor = (float) Math.floor(sums[j]);
      cells[j] = (int) floor;
      sums[j] -= floor;
    }
  }

  /** The un-mixed key of the query's own bucket in a table; see {@link #step} and {@link #key}. */
  public long keySum(HashedQuery query, int table) {
    int k = parameters.functionsPerTable();
    int first = table * k;
    long sum = 0;
    for (int j = first; j < first + k; j++) {
      sum += coefficients[j] * query.cells[j];
    }
    return sum;
  }

  /** What to add to a key sum to move one cell up along a function of a table; minus it: down. */
  public long step(int table, int function) {
    return coefficients[table * parameters.functionsPerTable() + function];
  }

  /** The bucket key of a key sum (the finaliser of MurmurHash3, upper half). */
  public static int key(long keySum) {
    long mixed = keySum;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (int) ((mixed ^ (mixed >>> 33)) >>> 32);
  }

  private Object readResolve() {
    return new HashTables(parameters, scaling);
  }
}
