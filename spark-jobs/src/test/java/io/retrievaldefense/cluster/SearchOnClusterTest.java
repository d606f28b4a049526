package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Searches whose rounds are run by executors that are processes of their own. */
@Tag("cluster")
@ExtendWith(OnLocalCluster.class)
class SearchOnClusterTest {
  private static final int DIMENSION = 16;
  private static final int PARTS = 5;
  private static final int ROWS = 400;

  /** Around ten centres, so that buckets hold some rows and not all. */
  private static Path vectors(Path file, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer bytes =
        ByteBuffer.allocate(rows * (1 + DIMENSION) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      bytes.putInt(DIMENSION);
      SplittableRandom centre = new SplittableRandom(random.nextInt(10));
      for (int i = 0; i < DIMENSION; i++) {
        bytes.putFloat((float) (centre.nextGaussian() + .3 * random.nextGaussian()));
      }
    }
    return Files.write(file, bytes.array());
  }

  private static void done(LocalCluster cluster, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("index"));
    command.addAll(List.of(arguments));
    try (ChildProcess run = cluster.launch(command)) {
      run.awaitSuccess(LocalCluster.RUN);
    }
  }

  /** A part counts on one executor and ranks on another, as Spark pleases. */
  @Test
  void executorsFindWhatOneMachineFinds(LocalCluster cluster)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(cluster.folder().resolve("vectors"));
    String index = folder.resolve("index").toString();
    for (int part = 0; part < PARTS; part++) {
      Path rows = vectors(folder.resolve("rows-" + part + ".fvecs"), ROWS, part);
      if (part == 0) {
        done(cluster, "build", "--vectors", rows.toString(), "--out", index);
      } else {
        done(cluster, "append", index, "--vectors", rows.toString());
      }
    }
    String queries = vectors(folder.resolve("queries.fvecs"), 200, 99).toString();
    Path alone = folder.resolve("alone.ivecs");
    Path together = folder.resolve("together.ivecs");

    done(cluster, "search", index, "--queries", queries, "-n", "7", "--out", alone.toString());
    done(
        cluster,
        "search",
        index,
        "--queries",
        queries,
        "-n",
        "7",
        "--distributed",
        "--master",
        cluster.spark().master(),
        "--out",
        together.toString());

    assertThat(Files.readAllBytes(together)).isEqualTo(Files.readAllBytes(alone)).isNotEmpty();
  }
}
