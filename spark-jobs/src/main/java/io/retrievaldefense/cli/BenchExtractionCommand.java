package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.jobs.ExtractionBenchmark;
import io.retrievaldefense.jobs.ExtractionBenchmark.Round;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import io.retrievaldefense.pipeline.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Feature extraction as a Spark job, by one task at a time and by two. */
@Command(
    name = "extraction",
    description =
        "Feature extraction of 100,000 images, with the largest resident size of an executor of"
            + " 2 GiB heap and 2 GiB of native memory; then images per second of one task and of"
            + " two at the same time, in turns. Real executors with --master"
            + " 'local-cluster[1,2,2048]'.",
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

  @Mixin private FiguresFile figures;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "10000",
      description = "of each task in a turn, at least 1 (default: ${DEFAULT-VALUE})")
  private int images;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "turns, of which the median counts, at least 1 (default: ${DEFAULT-VALUE})")
  private int rounds;

  private BenchExtractionCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    figures.requireWritable();
    requirePositive("--images", images);
    requirePositive("--rounds", rounds);
    run.run(this::measure);
    return 0;
  }

  private void measure(RunConfig config, RunDirectory directory, Console console)
      throws IOException {
    try (SparkSession session =
        run.spark()
            .openWith(
                2,
                "bench extraction",
                config.runtime(),
                Map.of("spark.executor.memory", EXECUTOR_HEAP))) {
      PipelineRunner runner =
          new PipelineRunner(DefensePipeline.create(), session, config, directory, console);
      for (Step step : DefensePipeline.create().steps(config)) {
        if (step.name().equals(STEP)) {
          break;
        }
        runner.only(step.name());
      }
      directory.remove(STEP);
      Map<String, Double> measured = runner.only(STEP).figures();
      double peak = measured.get("peak-resident-bytes");
      console.line(
          String.format(
              Locale.ROOT,
              "all %,.0f images: %.0f images/s; largest resident size of an executor %.2f GiB",
              measured.get("images"),
              measured.get("extraction-images-per-second"),
              peak / (1 << 30)));
      List<Round> turns = new ExtractionBenchmark(session, config, directory).run(images, rounds);
      turns.forEach(turn -> console.line(text(turn)));
      double ratio = median(turns);
      console.line(String.format(Locale.ROOT, "two tasks are %.2f times as fast (median)", ratio));
      figures.write(json(turns, ratio, peak));
    }
  }

  private static String text(Round turn) {
    return String.format(
        Locale.ROOT,
        "one task %.0f images/s, two tasks %.0f images/s: %.2f times",
        turn.oneTask(),
        turn.twoTasks(),
        turn.ratio());
  }

  private static double median(List<Round> turns) {
    double[] ratios = turns.stream().mapToDouble(Round::ratio).sorted().toArray();
    return (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
  }

  private static ObjectNode json(List<Round> turns, double ratio, double peak) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode array = root.putArray("rounds");
    for (Round turn : turns) {
      array
          .addObject()
          .put("images_per_second_one_task", turn.oneTask())
          .put("images_per_second_two_tasks", turn.twoTasks());
    }
    root.put("ratio", ratio);
    root.put("peak_resident_bytes", peak);
    return root;
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new BadInputException(option + " must be at least 1: " + value);
    }
  }
}
