package io.retrievaldefense.cli;

import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.poisoning.PoisoningRun;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Mixin private MeasuringOptions options;

  PoisonCommand() {}

  @Override
  public Integer call() throws IOException {
    PoisoningRun.Request request = new PoisoningRun.Request(planted, target, trigger, examples);
    TrainedRun trained = MeasuringOptions.run(run);
    int neighbors = options.neighborsOf(trained);
    options.measure(
        (spark, progress) ->
            new PoisoningRun(trained, neighbors, spark, progress).measure(request));
    return 0;
  }
}
