package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extractor trained by executors that are processes of their own. */
@Tag("cluster")
@ExtendWith(OnLocalCluster.class)
class TrainingOnClusterTest {
  /** Bytes: room for ND4J itself, not for the network. */
  private static final int LITTLE = 4 << 20;

  @Test
  void parametersAreAveragedOverExecutors(LocalCluster cluster)
      throws IOException, InterruptedException {
    List<String> settings = List.of("extractor.trainer=spark", "extractor.workers=2");
    for (String command : List.of("prepare", "train-extractor", "extract-features")) {
      try (ChildProcess run = cluster.startOnCluster(command, "/averaged", settings)) {
        run.awaitSuccess(LocalCluster.RUN);
        if (command.equals("train-extractor")) {
          assertThat(run.output()).contains("epoch 2 of 2", "validation accuracy");
        }
      }
    }
    assertThat(cluster.read("/averaged/train-extractor/cnn.model")).isNotEmpty();
  }

  @Test
  void executorThatWouldExceedItsNativeMemoryFailsWithWhatToSet(LocalCluster cluster)
      throws IOException, InterruptedException {
    for (String command : List.of("prepare", "train-extractor")) {
      try (ChildProcess run = cluster.startOnCluster(command, "/limited", List.of())) {
        run.awaitSuccess(LocalCluster.RUN);
      }
    }
    List<String> little = List.of("runtime.off-heap=" + LITTLE);
    try (ChildProcess run = cluster.startOnCluster("extract-features", "/limited", little)) {
      assertThat(run.awaitEnd(LocalCluster.RUN)).isEqualTo(1);
      assertThat(run.output())
          .contains(
              "native memory must stay below runtime.off-heap " + LITTLE,
              "spark.executor.memoryOverhead");
    }
  }
}
