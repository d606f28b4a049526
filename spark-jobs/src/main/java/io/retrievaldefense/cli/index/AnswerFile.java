package io.retrievaldefense.cli.index;

import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.cli.options.OutputTable;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.indexing.AnswerTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the answers of a search go.
 *
 * @param location path of {@code .ivecs}, path or URI of {@code .parquet}
 */
record AnswerFile(String location) {
  private static final String IDS = ".ivecs";
  private static final String TABLE = ".parquet";

  AnswerFile {
    if (!location.endsWith(IDS) && !location.endsWith(TABLE)) {
      throw new BadInputException("--out must end in .ivecs or .parquet: " + location);
    }
  }

  /** Whether Spark writes them. */
  boolean isTable() {
    return location.endsWith(TABLE);
  }

  /**
   * Refuses what the answers of an index could not be written to; to be called before the search.
   *
   * @throws BadInputException if they could not
   */
  void requireWritable(IndexManifest manifest) throws IOException {
    if (isTable()) {
      OutputTable.require(location, HadoopSettings.current());
      return;
    }
    Path file = Path.of(location);
    OutputFile.of(file);
    AnswerTable.requireIvecs(file, manifest);
  }
}
