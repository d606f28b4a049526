package io.retrievaldefense.cli.index;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.build.VectorRows;
import io.retrievaldefense.pipeline.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The vectors that go into an index, and their labels. */
final class LabeledVectors {
  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      required = true,
      description = ".fvecs, .bvecs, .npy, or .parquet with columns id, label, vector")
  private String vectors;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "a label for each vector: .npy of whole numbers, or text, one a line")
  private Optional<Path> labels;

  LabeledVectors() {}

  /**
   * The vectors.
   *
   * @throws BadInputException when they are of no known kind, or a table and there are labels
   */
  VectorInput input() {
    VectorInput input = new VectorInput(vectors);
    if (input.isTable() && labels.isPresent()) {
      throw new BadInputException(
          "--labels must not go with a table, which has a column label: " + labels.get());
    }
    return input;
  }

  /**
   * A file's vectors as rows.
   *
   * @param firstId of the first row
   * @param progress counts the vectors of each pass
   */
  VectorRows rows(long firstId, Progress progress) throws IOException {
    return input().rows(labels, firstId, progress);
  }
}
