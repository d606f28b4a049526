package io.retrievaldefense.cli;

import io.retrievaldefense.attacks.evaluation.Verdict;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.executor.HadoopSettings;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import io.retrievaldefense.pipeline.RunPlan;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.report.Checklist;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--strict",
      description = "end with exit code 1 if an item of the evaluation's checklist fails")
  private boolean strict;

  @Option(
      names = "--dry-run",
      description =
          "print which steps would run and why, sizes, about how long and how much disk; then stop")
  private boolean dryRun;

  @Mixin private SparkOptions spark;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  PipelineOptions() {}

  String out() {
    return out;
  }

  /** What is done with the runner. */
  @FunctionalInterface
  interface Work {
    void with(PipelineRunner runner) throws IOException;
  }

  /**
   * Opens folder and session, does the work on some steps, and closes both; or tells the plan.
   *
   * @return the exit code
   */
  int run(Pipeline pipeline, List<Step> steps, RunConfig config, Work work) throws IOException {
    Console console = new Console(command.commandLine().getOut());
    RuntimeConfig runtime = config.runtime();
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    if (dryRun) {
      RunPlan.of(pipeline, steps, config, new Path(out), HadoopSettings.current())
          .lines()
          .forEach(console::line);
      return 0;
    }
    // The folder first: it refuses faster than Spark starts.
    try (RunDirectory directory =
            RunDirectory.open(new Path(out), HadoopSettings.current(), config);
        SparkSession session = spark.open(command.name(), runtime)) {
      ResumeHint hint = ResumeHint.begin(console, ResumeHint.ofRun(directory.path().toString()));
      try {
        work.with(new PipelineRunner(pipeline, session, config, directory, console));
      } finally {
        hint.end();
      }
      return strict ? verdict(directory, console) : 0;
    }
  }

  /** The checklist's, whether it was made now or before. */
  private static int verdict(RunDirectory directory, Console console) throws IOException {
    Optional<byte[]> json = directory.read(Checklist.FILE);
    if (json.isEmpty()) {
      return 0;
    }
    int failed = Checklist.parse(json.get()).count(Verdict.FAIL);
    if (failed > 0) {
      console.line("strict: " + failed + " items of the checklist fail");
    }
    return failed > 0 ? Failures.FAILED : 0;
  }
}
