package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.VectorFiles;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with vectors to index and to search for. */
abstract class VectorFolder {
  private static final int DIMENSION = 16;

  @TempDir Path folder;

  final CommandHarness commands = new CommandHarness();
  String base;
  String more;
  String queries;
  String index;

  /** Some of a sequence of generated vectors. */
  static float[][] vectors(int first, int count) throws IOException {
    float[][] vectors = new float[count][DIMENSION];
    try (VectorReader reader = new ClusteredVectors(DIMENSION, first, count, 7)) {
      for (float[] vector : vectors) {
        assertThat(reader.next(vector)).isTrue();
      }
    }
    return vectors;
  }

  @BeforeEach
  void writeVectors() throws IOException {
    base = folder.resolve("base.fvecs").toString();
    more = folder.resolve("more.npy").toString();
    queries = folder.resolve("queries.fvecs").toString();
    index = folder.resolve("vectors.index").toString();
    VectorFiles.writeFvecs(Path.of(base), vectors(0, 1000));
    VectorFiles.writeNpy(Path.of(more), vectors(1000, 200));
    VectorFiles.writeFvecs(Path.of(queries), vectors(1200, 20));
  }

  /** Ids of the answers to the queries. */
  int[][] found(String location, String... options) throws IOException {
    Path out = folder.resolve("found.ivecs");
    List<String> arguments =
        new ArrayList<>(
            List.of("index", "search", location, "--queries", queries, "--out", out.toString()));
    arguments.addAll(List.of(options));
    commands.done(arguments.toArray(String[]::new));
    return VectorFiles.readIvecs(out);
  }
}
