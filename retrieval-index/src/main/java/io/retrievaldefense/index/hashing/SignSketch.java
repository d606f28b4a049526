package io.retrievaldefense.index.hashing;

import io.retrievaldefense.index.projection.NamedSeed;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * The signs of random projections of the centred and scaled h' (Charikar 2002): the Hamming
 * distance of two sketches estimates the angle between the points. Weighted by a query's own
 * projections, see {@link SketchQuery}, it screens candidates before exact re-ranking; it never
 * decides an answer's order.
 *
 * <p>A function of (parameters, d) alone; only those are serialised. Immutable and safe for
 * concurrent use.
 */
public final class SignSketch implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashParameters parameters;
  private final int dimension;
  private final transient int bits;
  // [d, bits], a row an array: the JIT vectorises only what cannot overlap the sums.
  private final transient float[][] directions;

  /**
   * @param parameters the sketch's length and seed
   * @param dimension d
   */
  public SignSketch(HashParameters parameters, int dimension) {
    this.parameters = parameters;
    this.dimension = dimension;
    bits = parameters.sketchBits();
    directions = new float[dimension][bits];
    Random random = NamedSeed.random(parameters.seed(), "sketch");
    for (float[] row : directions) {
      for (int j = 0; j < bits; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
  }

  /** Length in longs. */
  public int words() {
    return bits / Long.SIZE;
  }

  /**
   * Writes the sketch of a point.
   *
   * @param scaled x, [d], see {@link HashedQuery#scaled()}
   * @param sums scratch of at least {@code 64 * words()}
   * @param target receives {@link #words()} longs
   * @param offset where in target
   */
  public void sketch(float[] scaled, float[] sums, long[] target, int offset) {
    Arrays.fill(sums, 0, bits, 0);
    ProductKernel.BEST.addTo(sums, directions, scaled);
    for (int word = 0; word < words(); word++) {
      long packed = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        packed |= (sums[word * Long.SIZE + bit] > 0 ? 1L : 0L) << bit;
      }
      target[offset + word] = packed;
    }
  }

  /** Makes {@code target} the query's sketch, of {@code 64 * words()} bits, with its weights. */
  public void sketch(float[] scaled, SketchQuery target) {
    Arrays.fill(target.sums, 0);
    ProductKernel.BEST.addTo(target.sums, directions, scaled);
    target.weigh();
  }

  private Object readResolve() {
    return new SignSketch(parameters, dimension);
  }
}
