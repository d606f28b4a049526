package io.retrievaldefense.index.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * h' = h: the search by full features of which Zhao, Li and Cho (2018) speak in their footnote.
 *
 * @param inputDimension D, the length of h and of h'
 */
public record NoProjection(int inputDimension) implements Projection {

  /** Checks the length. */
  public NoProjection {
    if (inputDimension < 1) {
      throw new IllegalArgumentException(
          "projection input dimension must be at least 1: " + inputDimension);
    }
  }

  @Override
  public int outputDimension() {
    return inputDimension;
  }

  @Override
  public long seed() {
    return 0;
  }

  @Override
  public float entry(int row, int column) {
    return row == column ? 1 : 0;
  }

  @Override
  public float[] project(float[] h) {
    if (h.length != inputDimension) {
      throw new IllegalArgumentException(
          "feature length must be " + inputDimension + ": " + h.length);
    }
    return h.clone();
  }

  @Override
  public double[] pullBack(double[] gradient) {
    if (gradient.length != inputDimension) {
      throw new IllegalArgumentException(
          "projected gradient length must be " + inputDimension + ": " + gradient.length);
    }
    return gradient.clone();
  }

  @Override
  public String digest() {
    MessageDigest sha = Digests.sha256();
    sha.update("no projection".getBytes(StandardCharsets.US_ASCII));
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(inputDimension).array());
    return HexFormat.of().formatHex(sha.digest());
  }
}
