package io.retrievaldefense.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.cli.options.FiguresFile;
import io.retrievaldefense.cli.options.NeighborsOption;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.jobs.AttackBenchmark;
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
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adversarial examples a second. */
@Command(
    name = "attacks",
    description =
        "Adversarial examples a second of iFGSM and of PGD-40 on the plain network and through the"
            + " retrieval (of conf/benchmark.conf: N=10, an index of 100,000 vectors), with the share"
            + " of time in network, retrieval and attention, and the second speed over the first.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense bench attacks --out runs/benchmark --json attacks.json"
    })
final class BenchAttacksCommand implements Callable<Integer> {
  private static final String LAST = "train-classifier";

  /** iFGSM steps by epsilon over this. */
  private static final double C = 4;

  private static final int PGD_STEPS = 40;

  /** PGD-40 takes four times as long as iFGSM with S = 10. */
  private static final int PGD_SHARE = 4;

  @Mixin private BenchmarkRun run;

  @Mixin private FiguresFile figures;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "test images for iFGSM, a quarter of them for PGD-40; at least 1"
              + " (default: ${DEFAULT-VALUE})")
  private int examples;

  @Option(
      names = "--steps",
      paramLabel = "S",
      defaultValue = "10",
      description = "of iFGSM, at least 1 (default: ${DEFAULT-VALUE})")
  private int steps;

  @Mixin private NeighborsOption neighbors;

  private BenchAttacksCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    figures.requireWritable();
    requirePositive("--examples", examples);
    requirePositive("--steps", steps);
    requireClassifierOf(neighbors.count(), run.config(List.of(), List.of()));
    run.run(this::measure);
    return 0;
  }

  private void measure(RunConfig config, RunDirectory directory, Console console)
      throws IOException {
    try (SparkSession session = run.spark().open("bench attacks", config.runtime())) {
      Pipeline pipeline = DefensePipeline.create();
      PipelineRunner runner = new PipelineRunner(pipeline, session, config, directory, console);
      for (Step step : pipeline.steps(config)) {
        runner.only(step.name());
        if (step.name().equals(LAST)) {
          break;
        }
      }
      AttackBenchmark benchmark = new AttackBenchmark(session, config, directory);
      List<AttackBenchmark.Row> rows = new ArrayList<>();
      rows.addAll(measured(benchmark, examples, IteratedFgsm.of(steps, C), console));
      int some = Math.max(1, examples / PGD_SHARE);
      rows.addAll(measured(benchmark, some, Pgd.of(PGD_STEPS), console));
      figures.write(json(rows));
    }
  }

  private List<AttackBenchmark.Row> measured(
      AttackBenchmark benchmark, int examples, Attack attack, Console console) throws IOException {
    List<AttackBenchmark.Row> rows = benchmark.run(examples, neighbors.count(), attack);
    rows.forEach(row -> console.line(text(row)));
    console.line(
        String.format(
            Locale.ROOT,
            "%s: retrieval makes %.2f of the baseline's examples a second",
            name(rows.get(0)),
            ratio(rows)));
    return rows;
  }

  /** The second row's speed over the first one's. */
  private static double ratio(List<AttackBenchmark.Row> rows) {
    return rows.get(1).examplesPerSecond() / rows.get(0).examplesPerSecond();
  }

  private static String name(AttackBenchmark.Row row) {
    return (row.attack().startsWith("pgd") ? "PGD-" : "iFGSM S=") + row.steps();
  }

  private static String text(AttackBenchmark.Row row) {
    String model =
        row.neighbors() == 0
            ? row.model()
            : String.format(
                Locale.ROOT, "%s N=%d, %,d vectors", row.model(), row.neighbors(), row.vectors());
    return String.format(
        Locale.ROOT,
        "%-32s %s, %d examples, %d threads: %6.1f examples/s;"
            + " network %.1f %%, retrieval %.1f %%, attention %.1f %% of the time",
        model,
        name(row),
        row.examples(),
        row.threads(),
        row.examplesPerSecond(),
        100 * row.shares().get(Stage.NETWORK),
        100 * row.shares().get(Stage.RETRIEVAL),
        100 * row.shares().get(Stage.ATTENTION));
  }

  private static ObjectNode json(List<AttackBenchmark.Row> rows) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode array = root.putArray("rows");
    for (AttackBenchmark.Row row : rows) {
      ObjectNode node =
          array
              .addObject()
              .put("attack", row.attack())
              .put("model", row.model())
              .put("neighbors", row.neighbors())
              .put("vectors", row.vectors())
              .put("threads", row.threads())
              .put("steps", row.steps())
              .put("examples", row.examples())
              .put("examples_per_second", row.examplesPerSecond());
      row.shares()
          .forEach(
              (stage, share) -> node.put("share_" + stage.name().toLowerCase(Locale.ROOT), share));
    }
    ObjectNode ratios = root.putObject("retrieval_over_baseline");
    for (int i = 0; i < rows.size(); i += 2) {
      ratios.put(rows.get(i).attack(), ratio(rows.subList(i, i + 2)));
    }
    return root;
  }

  private static void requireClassifierOf(int neighbors, RunConfig config) {
    List<Integer> trained = config.classifier().neighbors();
    if (!trained.contains(neighbors)) {
      throw new BadInputException(
          "--neighbors must be one of classifier.neighbors " + trained + ": " + neighbors);
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new BadInputException(option + " must be at least 1: " + value);
    }
  }
}
