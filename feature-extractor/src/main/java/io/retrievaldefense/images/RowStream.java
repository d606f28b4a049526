package io.retrievaldefense.images;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a lazy stream of rows out of something that reads one after the other. */
final class RowStream {

  private RowStream() {}

  /** Reads row i of a part. */
  @FunctionalInterface
  interface RowReader {
    ImageRow read(int i) throws IOException;
  }

  /** A sequential stream of rows 0 to count - 1 that closes what they are read from. */
  static Stream<ImageRow> of(int count, RowReader reader, Closeable... resources) {
    return IntStream.range(0, count)
        .mapToObj(i -> unchecked(reader, i))
        .onClose(() -> close(resources));
  }

  private static ImageRow unchecked(RowReader reader, int i) {
    try {
      return reader.read(i);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Closeable... resources) {
    IOException first = null;
    for (Closeable resource : resources) {
      try {
        resource.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw new UncheckedIOException(first);
    }
  }
}
