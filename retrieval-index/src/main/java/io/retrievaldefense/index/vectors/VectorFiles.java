package io.retrievaldefense.index.vectors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes vector files, and reads and writes {@code .ivecs}: the ids of neighbours. */
public final class VectorFiles {
  private VectorFiles() {}

  /** Writes vectors of equal length, [n, d], as {@code .fvecs}. */
  public static void writeFvecs(Path file, float[][] vectors) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (float[] vector : vectors) {
        requireLength(vector.length, vectors[0].length);
        ByteBuffer record = record(vector.length, Float.BYTES);
        record.asFloatBuffer().put(vector);
        out.write(record.array());
      }
    }
  }

  /** Writes vectors of whole numbers from 0 to 255, [n, d], as {@code .bvecs}. */
  public static void writeBvecs(Path file, float[][] vectors) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (float[] vector : vectors) {
        requireLength(vector.length, vectors[0].length);
        ByteBuffer record = record(vector.length, 1);
        for (float value : vector) {
          if (value != (int) value || value < 0 || value > 255) {
            throw new IllegalArgumentException(
                ".bvecs value must be a whole number between 0 and 255: " + value);
          }
          record.put((byte) value);
        }
        out.write(record.array());
      }
    }
  }

  /** Writes ids, one row per query, as {@code .ivecs}; rows may differ in length. */
  public static void writeIvecs(Path file, int[][] rows) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int[] row : rows) {
        ByteBuffer record = record(row.length, Integer.BYTES);
        record.asIntBuffer().put(row);
        out.write(record.array());
      }
    }
  }

  /**
   * Reads {@code .ivecs}; rows may differ in length.
   *
   * @throws VectorFormatException when the file ends within a row, before allocating the row
   */
  public static int[][] readIvecs(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> rows = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      if (length < 0 || length > bytes.remaining() / Integer.BYTES) {
        throw new VectorFormatException(
            file, "whole rows", "row " + rows.size() + " of length " + length + " cut short");
      }
      int[] row = new int[length];
      bytes.asIntBuffer().get(row);
      bytes.position(bytes.position() + length * Integer.BYTES);
      rows.add(row);
    }
    return rows.toArray(int[][]::new);
  }

  /** Writes vectors of equal length, [n, d], as a float32 {@code .npy} of version 1. */
  public static void writeNpy(Path file, float[][] vectors) throws IOException {
    int dimension = vectors.length == 0 ? 1 : vectors[0].length;
    try (NpyWriter out = NpyWriter.floats(file, vectors.length, dimension)) {
      for (float[] vector : vectors) {
        out.write(vector);
      }
    }
  }

  private static ByteBuffer record(int length, int elementBytes) {
    ByteBuffer whole =
        ByteBuffer.allocate(Integer.BYTES + Math.multiplyExact(length, elementBytes));
    return whole.order(ByteOrder.LITTLE_ENDIAN).putInt(length);
  }

  private static void requireLength(int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException("vector length must be " + expected + ": " + length);
    }
  }
}
