package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.poisoning.PoisoningRun;
import io.retrievaldefense.poisoning.PoisoningTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What planted entries do to a defence. */
@Command(
    name = "poison",
    description =
        "Tell what entries that an attacker plants in a run's private set make of its answers; the"
            + " run stays as it is.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense poison runs/cifar10 --planted 0,10,100,1000 --out poisoning.csv"
    })
final class PoisonCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "folder of a run whose classifiers are trained")
  private String run;

  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      description = "which classifier; by default the one that validation images have chosen")
  private Integer neighbors;

  @Option(
      names = "--planted",
      split = ",",
      defaultValue = "0,1,2,5,10,100,1000",
      paramLabel = "COUNT",
      description = "numbers of entries to measure with (default: ${DEFAULT-VALUE})")
  private List<Integer> planted;

  @Option(
      names = "--target",
      defaultValue = "0",
      paramLabel = "CLASS",
      description = "label of the entries with the trigger (default: ${DEFAULT-VALUE})")
  private int target;

  @Option(
      names = "--trigger",
      defaultValue = "4",
      paramLabel = "PIXELS",
      description = "side of the trigger, a square in the corner (default: ${DEFAULT-VALUE})")
  private int trigger;

  @Option(
      names = "--examples",
      defaultValue = "1000",
      paramLabel = "COUNT",
      description = "the most test images to measure with (default: ${DEFAULT-VALUE})")
  private int examples;

  @Option(names = "--out", paramLabel = "FILE", description = "CSV with every row")
  private java.nio.file.Path out;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec command;

  PoisonCommand() {}

  @Override
  public Integer call() throws IOException {
    PoisoningRun.Request request = new PoisoningRun.Request(planted, target, trigger, examples);
    TrainedRun trained = new TrainedRun(FinishedRun.open(new Path(run), new Configuration()));
    int n = neighbors == null ? trained.chosenNeighbors() : neighbors;
    Console console = new Console(command.commandLine().getOut());
    RuntimeConfig runtime = RunConfigReader.defaults().runtime();
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try (SparkSession session = spark.open(command.name(), runtime)) {
      PoisoningTable table =
          new PoisoningRun(trained, n, session, console.progress(command.name())).measure(request);
      table.lines().forEach(console::line);
      if (out != null) {
        Files.write(out, table.csv().getBytes(StandardCharsets.UTF_8));
        console.line("every row: " + out);
      }
    }
    return 0;
  }
}
