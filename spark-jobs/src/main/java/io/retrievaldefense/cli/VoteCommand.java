package io.retrievaldefense.cli;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.cli.options.SparkOptions;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.config.RuntimeConfig;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.voting.VotingRun;
import io.retrievaldefense.voting.VotingTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
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

/** Defences that vote. */
@Command(
    name = "vote",
    description =
        "Let the defences of runs over the same images vote, and attack each of them and their vote"
            + " through all of them.",
    footer = {
      "",
      "Example:",
      "  retrieval-defense vote runs/study/runs/base-seed-1"
          + " runs/study/runs/extractor.feature-convolutional-seed-1 --epsilons 0.01,0.02"
    })
final class VoteCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      arity = "2..*",
      description = "folders of runs whose classifiers are trained")
  private List<String> runs;

  @Option(
      names = {"-n", "--neighbors"},
      paramLabel = "N",
      description = "which classifiers; by default those that validation images have chosen")
  private Integer neighbors;

  @Option(
      names = "--epsilons",
      split = ",",
      defaultValue = "0.02",
      paramLabel = "SIZE",
      description = "radii of the Linf ball, of pixels in [0,1] (default: ${DEFAULT-VALUE})")
  private List<Double> epsilons;

  @Option(
      names = "--examples",
      defaultValue = "200",
      paramLabel = "COUNT",
      description = "the most test images to attack (default: ${DEFAULT-VALUE})")
  private int examples;

  @Option(names = "--out", paramLabel = "FILE", description = "CSV with every row")
  private java.nio.file.Path out;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec command;

  VoteCommand() {}

  @Override
  public Integer call() throws IOException {
    List<VotingRun.Member> members = new ArrayList<>();
    for (String folder : runs) {
      Path path = new Path(folder);
      TrainedRun run = new TrainedRun(FinishedRun.open(path, new Configuration()));
      int n = neighbors == null ? run.chosenNeighbors() : neighbors;
      members.add(new VotingRun.Member(path.getName(), run, n));
    }
    Console console = new Console(command.commandLine().getOut());
    RuntimeConfig runtime = RunConfigReader.defaults().runtime();
    NativeMemory.limit(runtime.offHeap(), runtime.resident());
    try (SparkSession session = spark.open(command.name(), runtime)) {
      VotingTable table =
          new VotingRun(session, console.progress(command.name()))
              .measure(members, examples, epsilons);
      table.lines().forEach(console::line);
      if (out != null) {
        Files.write(out, table.csv().getBytes(StandardCharsets.UTF_8));
        console.line("every row: " + out);
      }
    }
    return 0;
  }
}
