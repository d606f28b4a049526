package io.retrievaldefense.index.projection;

import java.io.Serializable;

/**
 * Estimates {@link Scaling} in one pass that can be split over tasks and merged in any order: all
 * sums are exact, so the outcome is the same for any partitioning. Not safe for concurrent use.
 */
public final class ScalingEstimator implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] sums;
  private final ExactSum squares = new ExactSum();
  private long rows;

  /**
   * @param dimension d, the length of h'
   */
  public ScalingEstimator(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be at least 1: " + dimension);
    }
    sums = new ExactSum[dimension];
    for (int i = 0; i < dimension; i++) {
      sums[i] = new ExactSum();
    }
  }

  /**
   * Adds one h' [d] and returns this.
   *
   * @throws IllegalArgumentException when a value is not finite; told by the number of rows before
   */
  public ScalingEstimator add(float[] projected) {
    require(projected, "row ", rows);
    return sum(projected);
  }

  /**
   * Adds one h' [d] and returns this.
   *
   * @param id by which an error names the row
   * @throws IllegalArgumentException when a value is not finite
   */
  public ScalingEstimator add(long id, float[] projected) {
    require(projected, "the row of id ", id);
    return sum(projected);
  }

  private void require(float[] projected, String what, long number) {
    if (projected.length != sums.length) {
      throw new IllegalArgumentException(
          "projected feature length must be " + sums.length + ": " + projected.length);
    }
    for (float value : projected) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "projected feature must be finite: " + value + " in " + what + number);
      }
    }
  }

  private ScalingEstimator sum(float[] projected) {
    for (int i = 0; i < sums.length; i++) {
      double value = projected[i];
      sums[i].add(value);
      // The product of two floats is exact in a double.
      squares.add(value * value);
    }
    rows++;
    return this;
  }

  /** Adds all that another estimator has seen and returns this. */
  public ScalingEstimator merge(ScalingEstimator other) {
    if (other.sums.length != sums.length) {
      throw new IllegalArgumentException(
          "dimension must be " + sums.length + ": " + other.sums.length);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(other.sums[i]);
    }
    squares.add(other.squares);
    rows += other.rows;
    return this;
  }

  /** Rows seen. */
  public long rows() {
    return rows;
  }

  /**
   * Mean and root mean square distance to it over sqrt(d). Data that are all one point have no
   * scale of their own and get scale one.
   *
   * @throws IllegalStateException when no row was added
   */
  public Scaling scaling() {
    if (rows == 0) {
      throw new IllegalStateException("rows must be at least 1: 0");
    }
    float[] centre = new float[sums.length];
    double centreSquared = 0;
    for (int i = 0; i < centre.length; i++) {
      double mean = sums[i].value() / rows;
      centre[i] = (float) mean;
      centreSquared += mean * mean;
    }
    double variance = (squares.value() / rows - centreSquared) / sums.length;
    float scale = (float) Math.sqrt(Math.max(variance, 0));
    return new Scaling(centre, scale > 0 ? scale : 1f);
  }
}
