package io.retrievaldefense.index.projection;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * The random projection h' = Wh of Zhao, Li and Cho (2018), section 2, after Bingham and Mannila
 * (2001): W is [d, D] with independent entries from N(0, 1/d), so that squared lengths are kept in
 * expectation, E|Wh|^2 = |h|^2.
 *
 * <p>The matrix is a function of (D, d, seed) alone; only those three are serialised. Instances are
 * immutable and safe for concurrent use.
 */
public final class GaussianProjection implements Projection {
  private static final long serialVersionUID = 1L;

  private final int inputDimension;
  private final int outputDimension;
  private final long seed;
  // Transposed, [D, d]: the inner loop of project() runs over independent sums, which the JIT
  // vectorises without reordering any of them.
  private final transient float[] columns;

  /**
   * @param inputDimension D, the length of h
   * @param outputDimension d, the length of h'
   * @param seed determines W
   */
  public GaussianProjection(int inputDimension, int outputDimension, long seed) {
    if (inputDimension < 1) {
      throw new IllegalArgumentException(
          "projection input dimension must be at least 1: " + inputDimension);
    }
    if (outputDimension < 1) {
      throw new IllegalArgumentException(
          "projection output dimension must be at least 1: " + outputDimension);
    }
    if ((long) inputDimension * outputDimension > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "projection matrix must fit 2 GiB: " + outputDimension + " x " + inputDimension);
    }
    this.inputDimension = inputDimension;
    this.outputDimension = outputDimension;
    this.seed = seed;
    this.columns = new float[inputDimension * outputDimension];
    Random random = NamedSeed.random(seed, "projection");
    double deviation = 1 / Math.sqrt(outputDimension);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  @Override
  public int inputDimension() {
    return inputDimension;
  }

  @Override
  public int outputDimension() {
    return outputDimension;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public float entry(int row, int column) {
    return columns[column * outputDimension + row];
  }

  @Override
  public float[] project(float[] h) {
    float[] projected = new float[outputDimension];
    project(h, projected);
    return projected;
  }

  /** Writes Wh over {@code target} [d]; h is [D]. */
  public void project(float[] h, float[] target) {
    if (h.length != inputDimension) {
      throw new IllegalArgumentException(
          "feature length must be " + inputDimension + ": " + h.length);
    }
    if (target.length != outputDimension) {
      throw new IllegalArgumentException(
          "projected feature length must be " + outputDimension + ": " + target.length);
    }
    Arrays.fill(target, 0f);
    for (int i = 0; i < inputDimension; i++) {
      float value = h[i];
      int column = i * outputDimension;
      for (int j = 0; j < target.length; j++) {
        target[j] += columns[column + j] * value;
      }
    }
  }

  @Override
  public double[] pullBack(double[] gradient) {
    if (gradient.length != outputDimension) {
      throw new IllegalArgumentException(
          "projected gradient length must be " + outputDimension + ": " + gradient.length);
    }
    double[] pulled = new double[inputDimension];
    for (int i = 0; i < inputDimension; i++) {
      int column = i * outputDimension;
      double sum = 0;
      for (int j = 0; j < outputDimension; j++) {
        sum += columns[column + j] * gradient[j];
      }
      pulled[i] = sum;
    }
    return pulled;
  }

  /** SHA-256 over the shape and every entry: what a manifest records and a reader compares. */
  @Override
  public String digest() {
    MessageDigest sha = Digests.sha256();
    sha.update(
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(outputDimension)
            .putInt(inputDimension)
            .array());
    Digests.update(sha, columns);
    return HexFormat.of().formatHex(sha.digest());
  }

  private Object readResolve() {
    return new GaussianProjection(inputDimension, outputDimension, seed);
  }

  @Override
  public String toString() {
    return "GaussianProjection[" + outputDimension + " x " + inputDimension + ", " + seed + "]";
  }
}
