package io.retrievaldefense.index.vectors;

import io.retrievaldefense.index.projection.NamedSeed;
import java.util.Random;

/**
 * Generated vectors for measurements at any size: Gaussian clusters, each spread over a random
 * subspace of lower dimension. The i-th vector is a function of (seed, i), so any part of any run
 * has the same vectors.
 */
public final class ClusteredVectors implements VectorReader {
  private static final int CLUSTERS = 2000;
  private static final int INTRINSIC_DIMENSION = 24;
  private static final float CENTRE_DEVIATION = 1.5f;

  private final int dimension;
  private final long size;
  private final long first;
  private final long seed;
  private final float[][] centres;
  private final float[][] basis;
  private final float[] inner = new float[INTRINSIC_DIMENSION];
  private long read;

  /**
   * @param dimension of the vectors
   * @param first number of the first vector
   * @param size how many
   * @param seed determines all
   */
  public ClusteredVectors(int dimension, long first, long size, long seed) {
    if (dimension < 1 || first < 0 || size < 1) {
      throw new IllegalArgumentException(
          "dimension and size must be at least 1, first at least 0: "
              + dimension
              + ", "
              + size
              + ", "
              + first);
    }
    this.dimension = dimension;
    this.first = first;
    this.size = size;
    this.seed = seed;
    // A few bases shared by all clusters: as many as fit the cache.
    basis = gaussian(NamedSeed.random(seed, "basis"), 16 * INTRINSIC_DIMENSION, 1f);
    centres = gaussian(NamedSeed.random(seed, "centres"), CLUSTERS, CENTRE_DEVIATION);
  }

  private float[][] gaussian(Random random, int rows, float deviation) {
    // Vectors in a subspace of intrinsic dimension m have m units of variance over d coordinates.
    double scale = deviation * Math.sqrt((double) INTRINSIC_DIMENSION / dimension);
    float[][] matrix = new float[rows][dimension];
    for (float[] row : matrix) {
      for (int i = 0; i < dimension; i++) {
        row[i] = (float) (random.nextGaussian() * scale);
      }
    }
    return matrix;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean next(float[] target) {
    if (read == size) {
      return false;
    }
    Random random = new Random(seed ^ (first + read) * 0x9E3779B97F4A7C15L);
    int cluster = random.nextInt(CLUSTERS);
    System.arraycopy(centres[cluster], 0, target, 0, dimension);
    for (int j = 0; j < INTRINSIC_DIMENSION; j++) {
      inner[j] = (float) (random.nextGaussian() / Math.sqrt(INTRINSIC_DIMENSION));
    }
    int firstBasis = cluster % 16 * INTRINSIC_DIMENSION;
    for (int j = 0; j < INTRINSIC_DIMENSION; j++) {
      float weight = inner[j];
      float[] direction = basis[firstBasis + j];
      for (int i = 0; i < dimension; i++) {
        target[i] += weight * direction[i];
      }
    }
    read++;
    return true;
  }

  @Override
  public void skip(long count) {
    read += Skips.require(count, size - read);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
