package io.retrievaldefense.index.vectors;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes one of NumPy's {@code .npy} files, version 1, row by row: little-endian float32 or int64
 * in C order. How many rows there will be is said first, as the header stands before them.
 */
public final class NpyWriter implements Closeable {
  private static final String FLOAT32 = "<f4";
  private static final String INT64 = "<i8";
  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = 10;

  private final Path file;
  private final OutputStream out;
  private final String type;
  private final long rows;
  private final ByteBuffer row;
  private long written;

  private NpyWriter(Path file, String type, int elementBytes, long rows, int[] rowShape)
      throws IOException {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must not be negative: " + rows);
    }
    int elements = 1;
    StringBuilder shape = new StringBuilder().append(rows).append(',');
    for (int length : rowShape) {
      if (length < 0) {
        throw new IllegalArgumentException("row shape must not be negative: " + length);
      }
      elements = Math.multiplyExact(elements, length);
      shape.append(' ').append(length).append(',');
    }
    if (rowShape.length > 0) {
      shape.setLength(shape.length() - 1);
    }
    this.file = file;
    this.type = type;
    this.rows = rows;
    row = ByteBuffer.allocate(Math.multiplyExact(elements, elementBytes));
    row.order(ByteOrder.LITTLE_ENDIAN);
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    out.write(
        header("{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }"));
  }

  /** A file of float32, [rows, rowShape...]. */
  public static NpyWriter floats(Path file, long rows, int... rowShape) throws IOException {
    return new NpyWriter(file, FLOAT32, Float.BYTES, rows, rowShape);
  }

  /** A file of int64, [rows]. */
  public static NpyWriter longs(Path file, long rows) throws IOException {
    return new NpyWriter(file, INT64, Long.BYTES, rows, new int[0]);
  }

  /**
   * Appends a row to a file of float32.
   *
   * @param values in C order
   */
  public void write(float[] values) throws IOException {
    requireType(FLOAT32);
    if (values.length * Float.BYTES != row.capacity()) {
      throw new IllegalArgumentException(
          "vector length must be " + row.capacity() / Float.BYTES + ": " + values.length);
    }
    row.asFloatBuffer().put(values);
    append();
  }

  /** Appends a row to a file of int64. */
  public void write(long value) throws IOException {
    requireType(INT64);
    row.putLong(0, value);
    append();
  }

  private void requireType(String given) {
    if (!given.equals(type)) {
      throw new IllegalArgumentException(
          "values must be of the file's type " + type + ": " + given);
    }
  }

  private void append() throws IOException {
    if (written == rows) {
      throw new IllegalStateException("rows must be the " + rows + " announced: one more");
    }
    out.write(row.array());
    written++;
  }

  /**
   * Ends the file.
   *
   * @throws IOException when it could not be written, or has fewer rows than its header says
   */
  @Override
  public void close() throws IOException {
    out.close();
    if (written != rows) {
      throw new IOException("rows must be the " + rows + " announced: " + written + " in " + file);
    }
  }

  private static byte[] header(String dictionary) {
    int unpadded = PREFIX_BYTES + dictionary.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    String text = dictionary + " ".repeat(padding) + "\n";
    ByteBuffer header = ByteBuffer.allocate(unpadded + padding).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) text.length());
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }
}
