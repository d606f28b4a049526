package io.retrievaldefense.cli;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that runs steps takes. */
final class PipelineOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of the run, a path or URI; new, or of the same run")
  private String out;

  @Mixin private SparkOptions spark;

  PipelineOptions() {}

  /** What is done with the runner. */
  @FunctionalInterface
  interface Work {
    void with(PipelineRunner runner) throws IOException;
  }

  /** Opens folder and session, does the work, and closes both. */
  void run(String command, Pipeline pipeline, RunConfig config, Console console, Work work)
      throws IOException {
    // The folder first: it refuses faster than Spark starts.
    try (RunDirectory directory = RunDirectory.open(new Path(out), new Configuration(), config);
        SparkSession session = spark.open(command, config)) {
      work.with(new PipelineRunner(pipeline, session, config, directory, console));
    }
  }
}
