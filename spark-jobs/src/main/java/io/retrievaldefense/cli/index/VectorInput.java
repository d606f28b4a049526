package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.build.VectorRows;
import io.retrievaldefense.index.vectors.CountedVectors;
import io.retrievaldefense.index.vectors.LabelFiles;
import io.retrievaldefense.index.vectors.VectorReader;
import io.retrievaldefense.indexing.VectorTable;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Vectors that the user names: a local file that is read in order, or a table for Spark.
 *
 * @param location path or URI
 */
record VectorInput(String location) {
  private static final List<String> LOCAL = List.of(".fvecs", ".bvecs", ".npy");

  /** Whether they are Parquet. */
  boolean isTable() {
    String name = location.toLowerCase(Locale.ROOT);
    if (LOCAL.stream().anyMatch(name::endsWith)) {
      return false;
    }
    if (name.endsWith(".parquet") || name.contains("://") || Files.isDirectory(Path.of(location))) {
      return true;
    }
    throw new BadInputException("vectors must be .fvecs, .bvecs, .npy or .parquet: " + location);
  }

  /** Opens the file. */
  VectorReader open() throws IOException {
    return VectorReader.open(Path.of(location));
  }

  /**
   * The file's vectors as rows.
   *
   * @param labels a file with a label for each; without one all are 0
   * @param firstId of the first row
   * @param progress counts the vectors of each pass
   */
  VectorRows rows(Optional<Path> labels, long firstId, Progress progress) throws IOException {
    if (labels.isEmpty()) {
      return new VectorRows(() -> counted(progress), position -> 0, 1, firstId);
    }
    int[] read = LabelFiles.read(labels.get());
    try (VectorReader vectors = open()) {
      if (read.length != vectors.size()) {
        throw new BadInputException(
            "labels must be as many as vectors, "
                + vectors.size()
                + ": "
                + read.length
                + " in "
                + labels.get());
      }
    }
    int highest = Arrays.stream(read).max().orElse(0);
    if (highest > VectorTable.HIGHEST_LABEL) {
      throw new BadInputException(
          "labels must be at most "
              + VectorTable.HIGHEST_LABEL
              + ": "
              + highest
              + " in "
              + labels.get());
    }
    return new VectorRows(
        () -> counted(progress), position -> read[(int) position], highest + 1, firstId);
  }

  private VectorReader counted(Progress progress) throws IOException {
    VectorReader vectors = open();
    progress.begin("reading vectors", vectors.size());
    return new CountedVectors(vectors, progress::advance);
  }
}
