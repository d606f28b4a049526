package io.retrievaldefense.cli;

import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.voting.VotingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Defences that vote. */
@Command(
    name = "vote",
    description =
        "Let the defences of runs over the same images vote, and attack each of them and their vote"
            + " through all of them and their plain networks.",
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

  @Mixin private MeasuringOptions options;

  VoteCommand() {}

  @Override
  public Integer call() throws IOException {
    VotingRun.Request request = new VotingRun.Request(examples, epsilons);
    boolean areDifferent = runs.stream().map(VoteCommand::name).distinct().count() == runs.size();
    List<VotingRun.Member> members = new ArrayList<>();
    for (String folder : runs) {
      TrainedRun run = MeasuringOptions.run(folder);
      String name = areDifferent ? name(folder) : folder;
      members.add(new VotingRun.Member(name, run, options.neighborsOf(run)));
    }
    options.measure((spark, progress) -> new VotingRun(spark, progress).measure(members, request));
    return 0;
  }

  private static String name(String folder) {
    return new Path(folder).getName();
  }
}
