package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Feature extraction as a Spark job, one task at a time and two. */
@Command(
    name = "extraction",
    description =
        "Images per second of extract-features with one task and with two, and the largest"
            + " resident size of an executor; a real one with --master 'local-cluster[1,2,2048]'.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense bench extraction --out runs/benchmark"
          + " --master 'local-cluster[1,2,2048]'"
    })
final class BenchExtractionCommand implements Callable<Integer> {
  private static final String STEP = "extract-features";
  private static final String EXECUTOR_HEAP = "2g";

  @Mixin private BenchmarkRun run;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
  private Optional<Path> json = Optional.empty();

  private BenchExtractionCommand() {}

  /** One measured number of tasks: the faster of two runs, since the first one starts up. */
  private record Rate(double imagesPerSecond, double peakBytes) {
    static Rate better(Rate one, Rate other) {
      return new Rate(
          Math.max(one.imagesPerSecond, other.imagesPerSecond),
          Math.max(one.peakBytes, other.peakBytes));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    run.run(
        (config, directory, console) -> {
          prepare(config, directory, console);
          Rate one = measure(1, config, directory, console);
          Rate two = measure(2, config, directory, console);
          double ratio = two.imagesPerSecond() / one.imagesPerSecond();
          double peak = Math.max(one.peakBytes(), two.peakBytes());
          console.line(
              String.format(
                  Locale.ROOT,
                  "one task %.0f images/s, two tasks %.0f images/s: %.2f times; largest resident"
                      + " size %.2f GiB",
                  one.imagesPerSecond(),
                  two.imagesPerSecond(),
                  ratio,
                  peak / (1 << 30)));
          if (json.isPresent()) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("images_per_second_one_task", one.imagesPerSecond());
            root.put("images_per_second_two_tasks", two.imagesPerSecond());
            root.put("ratio", ratio);
            root.put("peak_resident_bytes", peak);
            Files.write(json.get(), new ObjectMapper().writeValueAsBytes(root));
          }
        });
    return 0;
  }

  private void prepare(RunConfig config, RunDirectory directory, Console console)
      throws IOException {
    try (SparkSession session = session(2, config)) {
      PipelineRunner runner = runner(session, config, directory, console);
      runner.only("prepare");
      runner.only("train-extractor");
    }
  }

  private Rate measure(int tasks, RunConfig config, RunDirectory directory, Console console)
      throws IOException {
    try (SparkSession session = session(tasks, config)) {
      return Rate.better(
          extract(session, config, directory, console),
          extract(session, config, directory, console));
    }
  }

  private static Rate extract(
      SparkSession session, RunConfig config, RunDirectory directory, Console console)
      throws IOException {
    directory.remove(STEP);
    StepSummary summary = runner(session, config, directory, console).only(STEP);
    return new Rate(
        summary.figures().get("extraction-images-per-second"),
        summary.figures().get("peak-resident-bytes"));
  }

  private SparkSession session(int tasks, RunConfig config) {
    return run.spark()
        .openWith(
            tasks,
            "bench extraction",
            config.runtime(),
            Map.of("spark.executor.memory", EXECUTOR_HEAP));
  }

  private static PipelineRunner runner(
      SparkSession session, RunConfig config, RunDirectory directory, Console console) {
    return new PipelineRunner(DefensePipeline.create(), session, config, directory, console);
  }
}
