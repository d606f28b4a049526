package io.retrievaldefense.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run comes to when processes die in the middle of it: the same, to the byte. */
@Tag("cluster")
@ExtendWith(OnLocalCluster.class)
class FailuresOnClusterTest {
  private static final Duration SOON = Duration.ofMinutes(4);

  private static void resultsAreTheReference(LocalCluster cluster, String run)
      throws IOException, InterruptedException {
    assertThat(new String(cluster.read(run + "/results.csv"), StandardCharsets.UTF_8))
        .isEqualTo(new String(cluster.reference(), StandardCharsets.UTF_8));
    // Nothing that was begun and not finished is left.
    for (var entry : cluster.hdfs().files().listStatus(new Path(run))) {
      assertThat(entry.getPath().getName()).doesNotStartWith(".tmp-");
    }
  }

  /**
   * Kills an executor that holds a task of the step. All are stopped meanwhile, so that no task
   * ends. The driver may not have come to its tasks: then the others go on for a moment, and it is
   * tried again.
   */
  private static void killExecutorIn(String step, ChildProcess run, LocalCluster cluster)
      throws IOException, InterruptedException {
    run.awaitLine(beforeTasksOf(step), SOON);
    long lostBefore = lostTasks(run);
    while (lostTasks(run) == lostBefore) {
      assertThat(run.output())
          .as("killed in the middle of " + step)
          .doesNotContain("\n" + next(step) + ": ");
      ProcessHandle oldest =
          Waiting.until("an executor", SOON, () -> cluster.spark().oldestExecutor());
      List<ProcessHandle> others =
          cluster.spark().executors().stream().filter(one -> !one.equals(oldest)).toList();
      Signals.stop(oldest);
      for (ProcessHandle other : others) {
        Signals.stop(other);
      }
      // Until the driver has given them tasks.
      Thread.sleep(4_000);
      Signals.kill(oldest);
      // Until it has noticed.
      Thread.sleep(3_000);
      for (ProcessHandle other : others) {
        Signals.resume(other);
      }
      Thread.sleep(300);
    }
  }

  /** Tasks that died with their executor, as the driver's log has it. */
  private static long lostTasks(ChildProcess run) throws IOException {
    return run.output().lines().filter(line -> line.contains("ExecutorLostFailure")).count();
  }

  /** What is printed last before a step's tasks are given to executors. */
  private static String beforeTasksOf(String step) {
    return step.equals("evaluate-attacks") ? "attacks on every example: " : "\n" + step + ": ";
  }

  private static String next(String step) {
    return switch (step) {
      case "extract-features" -> "build-index";
      case "build-index" -> "find-neighbors";
      case "evaluate-attacks" -> "report";
      default -> throw new IllegalArgumentException(step);
    };
  }

  @Test
  void executorsKilledInExtractBuildAndEvaluate(LocalCluster cluster)
      throws IOException, InterruptedException {
    try (ChildProcess run = cluster.startOnCluster("/executors-killed")) {
      for (String step : List.of("extract-features", "build-index", "evaluate-attacks")) {
        killExecutorIn(step, run, cluster);
      }
      run.awaitSuccess(LocalCluster.RUN);
    }
    resultsAreTheReference(cluster, "/executors-killed");
  }

  @Test
  void driverEndedThenKilledThenDataNodeKilled(LocalCluster cluster)
      throws IOException, InterruptedException {
    String out = "/driver-killed";
    try (ChildProcess run = cluster.startOnCluster(out)) {
      run.awaitLine("\nextract-features: ", SOON);
      Waiting.until("features being written", SOON, () -> unfinished(cluster, out));
      assertThat(run.terminate()).isNotZero();
      assertThat(run.output())
          .contains("stopped: the finished steps in hdfs://", "the same command again goes on")
          .doesNotContain("SparkContext was shut down");
    }
    try (ChildProcess run = cluster.startOnCluster(out)) {
      run.awaitLine("\nevaluate-attacks: ", SOON);
      run.kill();
      assertThat(run.output())
          .contains("prepare: skipped, finished", "train-extractor: skipped, finished")
          .doesNotContain("extract-features: skipped");
    }
    Runnable restart = null;
    try (ChildProcess run = cluster.startOnCluster(out)) {
      run.awaitLine("train-classifier: skipped, finished", SOON);
      restart = cluster.hdfs().stopDataNode();
      run.awaitSuccess(LocalCluster.RUN);
      assertThat(run.output())
          .contains("extract-features: skipped, finished", "build-index: skipped, finished")
          .doesNotContain("evaluate-attacks: skipped");
    } finally {
      if (restart != null) {
        restart.run();
      }
    }
    resultsAreTheReference(cluster, out);
  }

  @Test
  void speculativeTasksBesideOnesThatHang(LocalCluster cluster)
      throws IOException, InterruptedException {
    try (ChildProcess run =
        cluster.startOnCluster(
            "/speculation",
            "spark.speculation true",
            "spark.speculation.interval 100ms",
            "spark.speculation.quantile 0.3",
            "spark.speculation.multiplier 1.1",
            "spark.speculation.minTaskRuntime 10ms")) {
      run.awaitLine("\nextract-features: ", SOON);
      ProcessHandle hanging =
          Waiting.until(
              "two executors",
              SOON,
              () -> {
                List<ProcessHandle> alive = cluster.spark().executors();
                return alive.size() == 2 ? alive.get(0) : null;
              });
      Signals.stop(hanging);
      // The run goes on without the one that hangs, whose tasks are done by the other.
      run.awaitLine("\nbuild-index: ", SOON);
      // Where it hung for long enough, Spark has replaced it.
      if (hanging.isAlive()) {
        Signals.resume(hanging);
      }
      run.awaitSuccess(LocalCluster.RUN);
    }
    resultsAreTheReference(cluster, "/speculation");
  }

  /** Some file below a temporary folder of a run; null if there is none. */
  private static Path unfinished(LocalCluster cluster, String out) throws IOException {
    FileSystem files = cluster.hdfs().files();
    for (var entry : files.listStatus(new Path(out))) {
      if (entry.getPath().getName().startsWith(".tmp-extract-features")) {
        RemoteIterator<LocatedFileStatus> below = files.listFiles(entry.getPath(), true);
        if (below.hasNext()) {
          return below.next().getPath();
        }
      }
    }
    return null;
  }
}
