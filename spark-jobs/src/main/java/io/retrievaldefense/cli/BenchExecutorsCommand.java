package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.bench.ParallelGain;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import io.retrievaldefense.pipeline.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a second executor brings to whole steps. */
@Command(
    name = "executors",
    description =
        "Seconds of the steps extract-features and evaluate-attacks by one executor of one core"
            + " and by two, from the start of a step to its end, on executors that are warmed"
            + " up; and how much more arithmetic two threads do on this machine than one, before,"
            + " between and after: no figure says much when these differ.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense bench executors --out runs/benchmark"
          + " --master 'local-cluster[2,1,2048]'"
    })
final class BenchExecutorsCommand implements Callable<Integer> {
  /** Units of so few examples that the last one to end keeps the other executor waiting little. */
  private static final List<String> ON_EXECUTORS =
      List.of("query.mode=executors", "attacks.unit=50");

  /** What executors that have just started load natives and compile by, off the clock. */
  private static final List<String> WARM_UP = List.of("attacks.examples=50");

  /** The last first: a step that is run again makes those after it stale. */
  private static final List<String> STEPS = List.of("evaluate-attacks", "extract-features");

  @Mixin private BenchmarkRun run;

  @Mixin private FiguresFile figures;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "evaluate-attacks or extract-features; without it both")
  private List<String> chosen = new ArrayList<>();

  private BenchExecutorsCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    figures.requireWritable();
    for (String step : chosen) {
      if (!STEPS.contains(step)) {
        throw new BadInputException("--step must be one of " + STEPS + ": " + step);
      }
    }
    run.run(ON_EXECUTORS, this::measure);
    return 0;
  }

  private void measure(RunConfig config, RunDirectory directory, Console console)
      throws IOException, InterruptedException {
    Pipeline pipeline = DefensePipeline.create();
    try (SparkSession session = session(2, config)) {
      PipelineRunner runner = new PipelineRunner(pipeline, session, config, directory, console);
      for (Step step : pipeline.steps(config)) {
        if (step.name().equals(STEPS.get(0))) {
          break;
        }
        runner.only(step.name());
      }
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String step : STEPS) {
      if (!chosen.isEmpty() && !chosen.contains(step)) {
        continue;
      }
      // Around what is timed: the machine is another from minute to minute.
      double before = ParallelGain.measure(2);
      double one = seconds(1, step, pipeline, config, directory, console);
      double between = ParallelGain.measure(2);
      double two = seconds(2, step, pipeline, config, directory, console);
      double after = ParallelGain.measure(2);
      double gain = (before + between + after) / 3;
      console.line(
          String.format(
              Locale.ROOT,
              "%s: one executor %.1f s, two %.1f s: %.2f times as fast; the machine itself, by two"
                  + " threads for one: %.2f times (%.2f, %.2f, %.2f)",
              step,
              one,
              two,
              one / two,
              gain,
              before,
              between,
              after));
      root.putObject(step)
          .put("seconds_one_executor", one)
          .put("seconds_two_executors", two)
          .put("ratio", one / two)
          .put("ratio_of_the_machine", gain);
    }
    figures.write(root);
  }

  private SparkSession session(int executors, RunConfig config) {
    return run.spark()
        .openWith(
            executors,
            "bench executors",
            config.runtime(),
            Map.of(
                "spark.executor.cores", "1",
                "spark.executor.memory", "2g",
                // Or a step would begin with the executor that is there first.
                "spark.scheduler.minRegisteredResourcesRatio", "1.0"));
  }

  private double seconds(
      int executors,
      String step,
      Pipeline pipeline,
      RunConfig config,
      RunDirectory directory,
      Console console)
      throws IOException {
    try (SparkSession session = session(executors, config)) {
      only(step, pipeline, session, run.config(ON_EXECUTORS, WARM_UP), directory, console);
      long start = System.nanoTime();
      only(step, pipeline, session, config, directory, console);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static void only(
      String step,
      Pipeline pipeline,
      SparkSession session,
      RunConfig config,
      RunDirectory directory,
      Console console)
      throws IOException {
    directory.remove(step);
    new PipelineRunner(pipeline, session, config, directory, console).only(step);
  }
}
