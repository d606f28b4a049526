package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From images on HDFS to results on HDFS, by executors that are processes of their own. */
@Tag("cluster")
@ExtendWith(OnLocalCluster.class)
class WholeRunOnClusterTest {

  @Test
  void resultsAreThoseOfOneProcess(LocalCluster cluster) throws IOException, InterruptedException {
    try (ChildProcess run = cluster.startOnCluster("/plain")) {
      run.awaitSuccess(LocalCluster.RUN);
      assertThat(run.output().lines()).noneMatch(line -> line.contains("skipped"));
    }
    assertThat(new String(cluster.read("/plain/results.csv"), StandardCharsets.UTF_8))
        .isEqualTo(new String(cluster.reference(), StandardCharsets.UTF_8))
        .contains("\nclean,none,0,N=3,64,", "\nfgsm,known-index,0.02,N=5,32,");
    assertThat(new String(cluster.read("/plain/report.html"), StandardCharsets.UTF_8))
        .contains("known-index");
  }
}
