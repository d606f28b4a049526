package io.retrievaldefense.index.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy}, versions 1 to 3: a two-dimensional array of little-endian float32 or
 * float64, in C order.
 */
final class NpyReader implements VectorReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int HEADER_LIMIT = 1 << 16;
  private static final int DIMENSION_LIMIT = 1 << 20;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f([48])', 'fortran_order': False,"
              + " 'shape': \\((\\d{1,12}), (\\d{1,12})\\),? *\\}[ \\n]*");

  private final DataInputStream in;
  private final int dimension;
  private final int elementBytes;
  private final long size;
  private final byte[] row;
  private long read;

  NpyReader(Path file) throws IOException {
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    try {
      int[] headerLength = new int[1];
      Matcher header = header(file, headerLength);
      elementBytes = Integer.parseInt(header.group(1));
      size = Long.parseLong(header.group(2));
      long columns = Long.parseLong(header.group(3));
      if (columns < 1 || columns > DIMENSION_LIMIT) {
        throw new VectorFormatException(
            file, "a dimension between 1 and " + DIMENSION_LIMIT, Long.toString(columns));
      }
      dimension = (int) columns;
      long expected = headerLength[0] + size * dimension * elementBytes;
      long length = Files.size(file);
      if (length != expected) {
        throw new VectorFormatException(file, expected + " bytes", length + " bytes");
      }
      row = new byte[dimension * elementBytes];
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private Matcher header(Path file, int[] length) throws IOException {
    byte[] prefix = in.readNBytes(MAGIC.length + 4);
    if (prefix.length < MAGIC.length + 4
        || !Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new VectorFormatException(file, "the magic of .npy", prefix.length + " other bytes");
    }
    int version = prefix[MAGIC.length];
    int low =
        Byte.toUnsignedInt(prefix[MAGIC.length + 2])
            | Byte.toUnsignedInt(prefix[MAGIC.length + 3]) << 8;
    int headerBytes = low;
    length[0] = prefix.length;
    if (version != 1) {
      // Versions 2 and 3 have a length of four bytes.
      headerBytes |= (in.readUnsignedByte() | in.readUnsignedByte() << 8) << 16;
      length[0] += 2;
    }
    if (version < 1 || version > 3 || headerBytes < 0 || headerBytes > HEADER_LIMIT) {
      throw new VectorFormatException(
          file,
          "version 1 to 3 and a header of at most " + HEADER_LIMIT + " bytes",
          "version " + version + " and " + headerBytes + " bytes");
    }
    String text = new String(in.readNBytes(headerBytes), StandardCharsets.ISO_8859_1);
    length[0] += headerBytes;
    Matcher matcher = HEADER.matcher(text);
    if (!matcher.matches()) {
      throw new VectorFormatException(
          file, "float32 or float64, C order, shape (rows, dimension)", text.strip());
    }
    return matcher;
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
    in.readFully(row);
    ByteBuffer buffer = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < dimension; i++) {
      target[i] = elementBytes == Float.BYTES ? buffer.getFloat() : (float) buffer.getDouble();
    }
    read++;
    return true;
  }

  @Override
  public void skip(long count) throws IOException {
    in.skipNBytes(Skips.require(count, size - read) * row.length);
    read += count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
