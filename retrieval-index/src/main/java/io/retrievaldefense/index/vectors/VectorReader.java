package io.retrievaldefense.index.vectors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the vectors of a file one after the other, so that a file may be larger than the heap. Not
 * safe for concurrent use.
 */
public interface VectorReader extends Closeable {
  /** Length of every vector. */
  int dimension();

  /** How many vectors there are. */
  long size();

  /**
   * Reads the next vector.
   *
   * @param target receives {@link #dimension()} floats
   * @return false at the end: target is as it was
   * @throws VectorFormatException when the file is damaged
   */
  boolean next(float[] target) throws IOException;

  /**
   * Passes over vectors; files are not read for it.
   *
   * @param count how many, at most as many as are left
   */
  void skip(long count) throws IOException;

  /**
   * Opens a file by its extension: {@code .fvecs}, {@code .bvecs} or {@code .npy}.
   *
   * @throws VectorFormatException when its content does not fit its name
   * @throws IllegalArgumentException when the extension is another
   */
  static VectorReader open(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".fvecs")) {
      return VecsReader.floats(file);
    }
    if (name.endsWith(".bvecs")) {
      return VecsReader.bytes(file);
    }
    if (name.endsWith(".npy")) {
      return new NpyReader(file);
    }
    throw new IllegalArgumentException("vector file must end in .fvecs, .bvecs or .npy: " + file);
  }

  /** All vectors of a file, [size, dimension]. */
  static float[][] readAll(Path file) throws IOException {
    try (VectorReader reader = open(file)) {
      List<float[]> vectors = new ArrayList<>();
      float[] vector = new float[reader.dimension()];
      while (reader.next(vector)) {
        vectors.add(vector);
        vector = new float[reader.dimension()];
      }
      return vectors.toArray(float[][]::new);
    }
  }
}
