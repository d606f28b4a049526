package io.retrievaldefense.cli;

import io.retrievaldefense.cli.options.OutputFile;
import io.retrievaldefense.detection.DetectionPage;
import io.retrievaldefense.detection.DetectionRun;
import io.retrievaldefense.detection.DetectionTable;
import io.retrievaldefense.jobs.TrainedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      description =
          "its steps of PGD, for each of four penalties, two ways (default: ${DEFAULT-VALUE})")
  private int adaptiveSteps;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "page with the ROC curves of every attack and signal")
  private Optional<Path> html = Optional.empty();

  @Mixin private MeasuringOptions options;

  DetectCommand() {}

  @Override
  public Integer call() throws IOException {
    DetectionRun.Request request =
        new DetectionRun.Request(falsePositives, adaptiveExamples, adaptiveSteps);
    TrainedRun trained = MeasuringOptions.run(run);
    int neighbors = options.neighborsOf(trained);
    Optional<OutputFile> page = html.map(OutputFile::of);
    DetectionTable table =
        options.measure(
            (spark, progress) ->
                new DetectionRun(trained, neighbors, spark, progress).measure(request));
    if (page.isPresent()) {
      String title =
          "Attacks noticed: " + new org.apache.hadoop.fs.Path(run).getName() + ", N=" + neighbors;
      page.get().write(DetectionPage.bytes(title, falsePositives, table));
      options.line("curves: " + page.get());
    }
    return 0;
  }
}
