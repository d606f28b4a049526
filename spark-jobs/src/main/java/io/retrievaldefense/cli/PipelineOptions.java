package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that runs steps takes. */
final class PipelineOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of the run, a path or URI; new, or of the same run")
  private String out;

  @Mixin private SparkOptions spark;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  PipelineOptions() {}

  /** What is done with the runner. */
  @FunctionalInterface
  interface Work {
    void with(PipelineRunner runner) throws IOException;
  }

  /** Opens folder and session, does the work, and closes both. */
  void run(Pipeline pipeline, RunConfig config, Work work) throws IOException {
    Console console = new Console(command.commandLine().getOut());
    RuntimeConfig runtime = config.runtime();
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    // The folder first: it refuses faster than Spark starts.
    try (RunDirectory directory = RunDirectory.open(new Path(out), new Configuration(), config);
        SparkSession session = spark.open(command.name(), runtime)) {
      work.with(new PipelineRunner(pipeline, session, config, directory, console));
    }
  }
}
