package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.study.StudyFile;
import io.retrievaldefense.study.StudyPlan;
import io.retrievaldefense.study.StudyRun;
import io.retrievaldefense.study.StudyRunner;
import io.retrievaldefense.study.StudySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Many runs and one report. */
@Command(
    name = "study",
    description =
        "Run every variant of a study for every seed; what variants have in common is done once.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense study conf/studies/clean-gap.conf --out runs/clean-gap"
          + " --set data.root=/images"
    })
final class StudyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "what the study is of, one of conf/studies")
  private java.nio.file.Path file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of the study, a path or URI; new, or of the same study to go on with")
  private String out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one key of every run's configuration; may be given several times")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--reuse",
      paramLabel = "DIR",
      description =
          "a run whose steps are taken over where they are of the same configuration and images;"
              + " may be given several times")
  private List<String> reused = new ArrayList<>();

  @Option(names = "--dry-run", description = "print the runs that the study comes to, and stop")
  private boolean dryRun;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec command;

  StudyCommand() {}

  @Override
  public Integer call() throws IOException {
    Console console = new Console(command.commandLine().getOut());
    StudySpec spec = StudyFile.read(file);
    StudyPlan plan = StudyPlan.of(spec, settings);
    plan.same().forEach((name, other) -> console.line(name + ": the same as " + other));
    if (dryRun) {
      for (StudyRun run : plan.runs()) {
        console.line(run.folder() + ": " + run.variant() + ", seed " + run.seed());
      }
      console.line(plan.runs().size() + " runs; nothing was written: this was a dry run");
      return 0;
    }
    RuntimeConfig runtime = plan.runs().get(0).config().runtime();
    // Before anything loads ND4J, which reads its limits once.
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try (SparkSession session = spark.open("study", runtime)) {
      new StudyRunner(
              DefensePipeline.create(),
              session,
              new Path(out),
              reused.stream().map(Path::new).toList(),
              console)
          .run(spec.title(), plan);
    }
    return 0;
  }
}
