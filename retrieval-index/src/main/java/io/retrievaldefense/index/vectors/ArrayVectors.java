package io.retrievaldefense.index.vectors;

/** Vectors that are in memory already. */
public final class ArrayVectors implements VectorReader {
  private final float[][] vectors;
  private int read;

  /**
   * @param vectors [n, d], at least one, of equal length
   */
  public ArrayVectors(float[][] vectors) {
    if (vectors.length == 0) {
      throw new IllegalArgumentException("vectors must be at least 1: 0");
    }
    for (float[] vector : vectors) {
      if (vector.length != vectors[0].length) {
        throw new IllegalArgumentException(
            "vector length must be " + vectors[0].length + ": " + vector.length);
      }
    }
    this.vectors = vectors;
  }

  @Override
  public int dimension() {
    return vectors[0].length;
  }

  @Override
  public long size() {
    return vectors.length;
  }

  @Override
  public boolean next(float[] target) {
    if (read == vectors.length) {
      return false;
    }
    System.arraycopy(vectors[read++], 0, target, 0, target.length);
    return true;
  }

  @Override
  public void skip(long count) {
    read += (int) Skips.require(count, vectors.length - read);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
