package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
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

  private static final String RUN = "/averaged";
  private static final String MODEL = RUN + "/train-extractor/cnn.model";

  /** One run for both, since what takes time is to start processes. */
  @Test
  void parametersAreAveragedAndNativeMemoryThatIsTooLittleIsToldAndLosesNothing(
      LocalCluster cluster) throws IOException, InterruptedException {
    List<String> averaged = List.of("extractor.trainer=spark", "extractor.workers=2");
    succeed(cluster, "prepare", averaged);
    assertThat(succeed(cluster, "train-extractor", averaged))
        .contains("epoch 2 of 2", "validation accuracy");
    byte[] model = cluster.read(MODEL);
    assertThat(model).isNotEmpty();

    List<String> little = new ArrayList<>(averaged);
    little.add("runtime.off-heap=" + LITTLE);
    try (ChildProcess run = cluster.startOnCluster("extract-features", RUN, little)) {
      assertThat(run.awaitEnd(LocalCluster.RUN)).isEqualTo(1);
      assertThat(run.output())
          .contains(
              "native memory must stay below runtime.off-heap " + LITTLE,
              "spark.executor.memoryOverhead");
    }

    succeed(cluster, "extract-features", averaged);
    assertThat(cluster.read(MODEL)).isEqualTo(model);
  }

  private static String succeed(LocalCluster cluster, String command, List<String> settings)
      throws IOException, InterruptedException {
    try (ChildProcess run = cluster.startOnCluster(command, RUN, settings)) {
      run.awaitSuccess(LocalCluster.RUN);
      return run.output();
    }
  }
}
