package io.retrievaldefense.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cluster.SmallImages;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.images.StreetNumberSplit;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.voting.VotingRun.Member;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of which nothing but the images is prepared: all others are refused before more is read. */
class VotingRunTest {
  private static final VotingRun.Request REQUEST = new VotingRun.Request(5, List.of(0.1));

  @TempDir private Path folder;

  private Member member(SparkSession spark, String name, int seed, int images) throws IOException {
    Path run = folder.resolve(name);
    RunHarness.run(
        spark,
        run,
        RunHarness.config(
            "seed=" + seed,
            "data.source=image-folder",
            "data.root=" + folder.resolve("images"),
            "data.training.part=.",
            "data.training.count=20",
            "data.validation.part=.",
            "data.validation.count=10",
            "data.private.part=.",
            "data.private.count=" + (images - 40),
            "data.test.part=.",
            "data.test.count=10",
            "attacks.examples=5",
            "report.recall-queries=5"),
        runner -> runner.only("prepare"));
    return new Member(
        name,
        new TrainedRun(
            FinishedRun.open(
                new org.apache.hadoop.fs.Path(run.toUri()),
                spark.sparkContext().hadoopConfiguration())),
        3);
  }

  @Test
  void aModelIsAttackedThroughItselfAndThenThroughAllOthers() {
    List<String> all = List.of("a", "b", "vote");
    assertThat(VotingRun.sources(all, 1, List.of("cnn"))).containsExactly("b", "a", "vote", "cnn");
    assertThat(VotingRun.sources(all, 2, List.of("cnn"))).containsExactly("vote", "a", "b", "cnn");
  }

  @Test
  void runsThatWouldTestWithWhatAnotherRetrievesAreRefused() throws IOException {
    SmallImages.write(folder.resolve("images"), StreetNumberSplit.TRAIN, 60);
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      VotingRun voting =
          new VotingRun(spark, new Console(new PrintWriter(Writer.nullWriter())).progress("vote"));
      Member one = member(spark, "one", 1, 60);
      Member other = member(spark, "other", 2, 60);
      Member fewer = member(spark, "fewer", 1, 59);

      assertThat(other.run().dataDigest()).isEqualTo(one.run().dataDigest());
      assertThatThrownBy(() -> voting.measure(List.of(one, other), REQUEST))
          .isInstanceOf(BadInputException.class)
          .hasMessage("runs that vote must test with the same images as one: other");
      assertThatThrownBy(() -> voting.measure(List.of(one, fewer), REQUEST))
          .hasMessage("runs that vote must be over the same images as one: fewer");
      assertThatThrownBy(() -> voting.measure(List.of(one), REQUEST))
          .hasMessage("runs that vote must be at least 2: 1");
      Member vote = new Member("vote", one.run(), 3);
      assertThatThrownBy(() -> voting.measure(List.of(one, vote), REQUEST))
          .hasMessage("runs that vote must have different names, none of them vote: [one, vote]");
    }
  }
}
