package io.retrievaldefense.index.projection;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Centre and scale of the projected data; the hash input is x = (h' - centre) / scale. They are
 * fixed before anything is hashed and recorded in the manifest, so no shard depends on which rows
 * it happens to hold.
 *
 * @param centre the mean of h', [d]
 * @param scale the root mean square distance to the centre divided by sqrt(d): the coordinates of x
 *     have a mean square of one
 */
public record Scaling(float[] centre, float scale) implements Serializable {
  /** Checks that all values are finite and the scale is positive. */
  public Scaling {
    centre = centre.clone();
    if (centre.length == 0) {
      throw new IllegalArgumentException("centre length must be at least 1: 0");
    }
    for (float value : centre) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("centre must be finite: " + value);
      }
    }
    if (!(scale > 0) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException("scale must be positive and finite: " + scale);
    }
  }

  /** Leaves data as it is: centre zero, scale one. */
  public static Scaling identity(int dimension) {
    return new Scaling(new float[dimension], 1f);
  }

  /** A copy: the record stays immutable. */
  @Override
  public float[] centre() {
    return centre.clone();
  }

  /** d. */
  public int dimension() {
    return centre.length;
  }

  /** Writes (h' - centre) / scale over {@code target}; both are [d]. */
  public void apply(float[] projected, float[] target) {
    for (int i = 0; i < centre.length; i++) {
      target[i] = (projected[i] - centre[i]) / scale;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaling that
        && Float.compare(scale, that.scale) == 0
        && Arrays.equals(centre, that.centre);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(centre) + Float.hashCode(scale);
  }

  @Override
  public String toString() {
    return "Scaling[dimension=" + centre.length + ", scale=" + scale + "]";
  }
}
