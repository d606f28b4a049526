package io.retrievaldefense.index.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code .fvecs} and {@code .bvecs} (corpus-texmex.irisa.fr): each vector is its dimension as a
 * little-endian int, followed by that many floats, or unsigned bytes.
 */
final class VecsReader implements VectorReader {
  private static final int DIMENSION_LIMIT = 1 << 20;

  private final Path file;
  private final DataInputStream in;
  private final int dimension;
  private final int elementBytes;
  private final long size;
  private final byte[] record;
  private long read;

  private VecsReader(Path file, int elementBytes) throws IOException {
    this.file = file;
    this.elementBytes = elementBytes;
    long length = Files.size(file);
    dimension = firstDimension(file, length);
    long recordLength = Integer.BYTES + (long) dimension * elementBytes;
    if (length % recordLength != 0) {
      throw new VectorFormatException(
          file, "a multiple of " + recordLength + " bytes", length + " bytes");
    }
    size = length / recordLength;
    record = new byte[(int) recordLength];
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  static VecsReader floats(Path file) throws IOException {
    return new VecsReader(file, Float.BYTES);
  }

  static VecsReader bytes(Path file) throws IOException {
    return new VecsReader(file, 1);
  }

  private static int firstDimension(Path file, long length) throws IOException {
    if (length < Integer.BYTES) {
      throw new VectorFormatException(file, "at least one vector", length + " bytes");
    }
    try (DataInputStream head = new DataInputStream(Files.newInputStream(file))) {
      int first = Integer.reverseBytes(head.readInt());
      if (first < 1 || first > DIMENSION_LIMIT) {
        throw new VectorFormatException(
            file, "a dimension between 1 and " + DIMENSION_LIMIT, Integer.toString(first));
      }
      return first;
    }
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
  public boolean next(float[] target) throws IOException {
    if (read == size) {
      return false;
    }
    in.readFully(record);
    ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int found = buffer.getInt();
    if (found != dimension) {
      throw new VectorFormatException(
          file, "dimension " + dimension + " at vector " + read, Integer.toString(found));
    }
    if (elementBytes == Float.BYTES) {
      buffer.asFloatBuffer().get(target, 0, dimension);
    } else {
      for (int i = 0; i < dimension; i++) {
        target[i] = Byte.toUnsignedInt(record[Integer.BYTES + i]);
      }
    }
    read++;
    return true;
  }

  @Override
  public void skip(long count) throws IOException {
    in.skipNBytes(Skips.require(count, size - read) * record.length);
    read += count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
