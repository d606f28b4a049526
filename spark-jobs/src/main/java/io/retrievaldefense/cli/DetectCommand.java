package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.detection.DetectionPage;
import io.retrievaldefense.detection.DetectionRun;
import io.retrievaldefense.detection.DetectionTable;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.OptionalInt;
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

/** Whether attacks are noticed. */
@Command(
    name = "detect",
    description =
        "Tell how well a run's adversarial examples are noticed by what retrieval says of them, and"
            + " what an attacker who knows of the detector makes of it.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense detect runs/cifar10 --out detection.csv --html detection.html"
    })
final class DetectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "folder of a run whose attacks are evaluated")
  private String run;

  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      description = "which classifier; by default the one that validation images have chosen")
  private Integer neighbors;

  @Option(
      names = "--false-positives",
      defaultValue = "0.05",
      paramLabel = "SHARE",
      description = "share of validation images that is flagged (default: ${DEFAULT-VALUE})")
  private double falsePositives;

  @Option(
      names = "--adaptive-examples",
      defaultValue = "100",
      paramLabel = "COUNT",
      description =
          "images for the attacker who knows the detector, 0 for none (default: ${DEFAULT-VALUE})")
  private int adaptiveExamples;

  @Option(
      names = "--adaptive-steps",
      defaultValue = "40",
      paramLabel = "COUNT",
      description = "its steps of PGD, for each of three penalties (default: ${DEFAULT-VALUE})")
  private int adaptiveSteps;

  @Option(names = "--out", paramLabel = "FILE", description = "CSV with every signal and attack")
  private java.nio.file.Path out;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "page with the ROC curves of every attack and signal")
  private java.nio.file.Path html;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec command;

  DetectCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!(falsePositives > 0 && falsePositives < 1)) {
      throw new BadInputException("--false-positives must be between 0 and 1: " + falsePositives);
    }
    TrainedRun trained = new TrainedRun(FinishedRun.open(new Path(run), new Configuration()));
    OptionalInt wanted = neighbors == null ? OptionalInt.empty() : OptionalInt.of(neighbors);
    Console console = new Console(command.commandLine().getOut());
    RuntimeConfig runtime = RunConfigReader.defaults().runtime();
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try (SparkSession session = spark.open(command.name(), runtime)) {
      int n = wanted.isPresent() ? wanted.getAsInt() : trained.chosenNeighbors();
      DetectionTable table =
          new DetectionRun(trained, n, session, console.progress(command.name()))
              .measure(falsePositives, adaptiveExamples, adaptiveSteps);
      table.lines().forEach(console::line);
      if (out != null) {
        Files.write(out, table.csv().getBytes(StandardCharsets.UTF_8));
        console.line("every signal by attack: " + out);
      }
      if (html != null) {
        String title = "Attacks noticed: " + new Path(run).getName() + ", N=" + n;
        Files.write(html, DetectionPage.bytes(title, falsePositives, table));
        console.line("curves: " + html);
      }
    }
    return 0;
  }
}
