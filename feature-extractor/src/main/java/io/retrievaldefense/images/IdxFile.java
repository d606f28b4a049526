package io.retrievaldefense.images;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An open IDX file of unsigned bytes: a big-endian int32 magic number (0, 0, type 8, rank), an
 * int32 per dimension, then the values, the last dimension fastest. Gzip is known by its first two
 * bytes.
 */
final class IdxFile implements Closeable {

  private static final int UNSIGNED_BYTE = 0x08;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final String path;
  private final DataInputStream in;
  private final int[] dimensions;

  private IdxFile(String path, DataInputStream in, int rank) throws IOException {
    this.path = path;
    this.in = in;
    int expected = UNSIGNED_BYTE << 8 | rank;
    int magic = in.readInt();
    if (magic != expected) {
      throw new ImageFormatException(
          "IDX file must begin with the magic number 0x%08x: 0x%08x in %s"
              .formatted(expected, magic, path));
    }
    dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 1) {
        throw new ImageFormatException(
            "IDX dimension must be at least 1: %d in %s".formatted(dimensions[i], path));
      }
    }
  }

  static IdxFile open(FileAccess files, String path, int rank) throws IOException {
    InputStream raw = new BufferedInputStream(files.open(path), 1 << 16);
    try {
      return new IdxFile(path, new DataInputStream(inflated(raw)), rank);
    } catch (EOFException e) {
      raw.close();
      throw new ImageFormatException("IDX file must hold a whole header: " + path, e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream inflated(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
    raw.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw;
  }

  int dimension(int i) {
    return dimensions[i];
  }

  /** The next bytes; {@code what} they are is said if they are missing. */
  byte[] next(int length, String what) throws IOException {
    byte[] bytes = new byte[length];
    try {
      in.readFully(bytes);
    } catch (EOFException | ZipException e) {
      throw new ImageFormatException(
          "IDX file must hold %d items: ends or is damaged in %s of %s"
              .formatted(dimensions[0], what, path),
          e);
    }
    return bytes;
  }

  /** Checks that nothing follows the last value. */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new ImageFormatException(
          "IDX file must end after %d items: more bytes in %s".formatted(dimensions[0], path));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
