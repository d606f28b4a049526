package io.retrievaldefense.indexing;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import io.retrievaldefense.pipeline.ContentDigest;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * What must be known of all vectors before the first is hashed; the same for any order and
 * partitioning.
 */
final class VectorSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ContentDigest digest = new ContentDigest();
  private ScalingEstimator estimator;
  private int dimension;
  private int classes = 1;

  VectorSummary add(VectorRow row) {
    float[] vector = row.vector();
    if (estimator == null) {
      dimension = vector.length;
      if (dimension == 0) {
        throw new BadInputException("vector length must be at least 1: 0 at id " + row.id());
      }
      estimator = new ScalingEstimator(dimension);
    }
    if (vector.length != dimension) {
      throw new BadInputException(
          "vectors must have one length, "
              + dimension
              + ": "
              + vector.length
              + " in the row of id "
              + row.id());
    }
    estimator.add(vector);
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length);
    bytes.asFloatBuffer().put(vector);
    digest.add(row.id(), row.label(), bytes.array());
    classes = Math.max(classes, row.label() + 1);
    return this;
  }

  VectorSummary merge(VectorSummary other) {
    if (other.estimator == null) {
      return this;
    }
    if (estimator == null) {
      return other;
    }
    if (other.dimension != dimension) {
      throw new BadInputException(
          "vectors must have one length, " + dimension + ": " + other.dimension);
    }
    estimator.merge(other.estimator);
    digest.merge(other.digest);
    classes = Math.max(classes, other.classes);
    return this;
  }

  long rows() {
    return estimator == null ? 0 : estimator.rows();
  }

  int dimension() {
    return dimension;
  }

  /** One more than the highest label. */
  int classes() {
    return classes;
  }

  Scaling scaling() {
    return estimator.scaling();
  }

  String dataDigest() {
    return digest.hex();
  }
}
