package io.retrievaldefense.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.detection.DetectionPage;
import io.retrievaldefense.detection.DetectionRun;
import io.retrievaldefense.detection.DetectionTable;
import io.retrievaldefense.jobs.DefensePipeline;
import io.retrievaldefense.jobs.RunHarness;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.poisoning.PoisoningRun;
import io.retrievaldefense.poisoning.PoisoningTable;
import io.retrievaldefense.voting.VotingRun;
import io.retrievaldefense.voting.VotingTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of three variants with the real pipeline; the third has every option at once. */
class StudyRunnerTest {
  private static final String[] EVERY_OPTION = {
    "attacks.ifgsm.enabled=false",
    "attacks.threats=baseline-transfer, extractor-transfer, private-index, known-index",
    "attacks.stand-in-rows=50",
    "attacks.stand-in-labels=answers",
    "baseline.layers=conv 6, pool, dense 12",
    "extractor.learning=autoencoder",
    "extractor.feature=convolutional",
    "extractor.attention-tuning.epochs=1",
    "projection.dimension=full",
    "index.rows=200",
    "index.label-noise=0.1",
    "index.label-flips=0.05",
    "classifier.key-length=8",
    "classifier.value-length=8",
    "classifier.learned-temperature=true",
    "classifier.local-mixup=0.5",
    "classifier.labels=false"
  };

  @TempDir private Path folder;

  private static StudyRun run(String variant, String... settings) {
    return new StudyRun(variant, 1, RunHarness.config(settings), variant + "-seed-1");
  }

  private String run(SparkSession spark, StudyPlan plan) throws IOException {
    StringWriter lines = new StringWriter();
    new StudyRunner(
            DefensePipeline.create(),
            spark,
            new org.apache.hadoop.fs.Path(folder.toUri()),
            List.of(),
            new Console(new PrintWriter(lines)))
        .run("Study", plan);
    return lines.toString();
  }

  @Test
  void whatVariantsShareIsDoneOnceAndTheReportComparesThem() throws IOException {
    StudyPlan plan =
        new StudyPlan(
            List.of(
                run("base", "attacks.ifgsm.enabled=false"),
                run("narrow", "attacks.ifgsm.enabled=false", "projection.dimension=2"),
                run("every-option", EVERY_OPTION)),
            Map.of());
    String first;
    String again;
    DetectionTable detection;
    PoisoningTable poisoning;
    VotingTable votes;
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      first = run(spark, plan);
      again = run(spark, plan);
      var base = new org.apache.hadoop.fs.Path(folder.resolve("runs/base-seed-1").toUri());
      var trained =
          new TrainedRun(FinishedRun.open(base, spark.sparkContext().hadoopConfiguration()));
      var progress = new Console(new PrintWriter(new StringWriter())).progress("study");
      detection = new DetectionRun(trained, 3, spark, progress).measure(0.1, 6, 3);
      var narrow = new org.apache.hadoop.fs.Path(folder.resolve("runs/narrow-seed-1").toUri());
      var other =
          new TrainedRun(FinishedRun.open(narrow, spark.sparkContext().hadoopConfiguration()));
      VotingRun.Member one = new VotingRun.Member("base", trained, 3);
      VotingRun voting = new VotingRun(spark, progress);
      votes =
          voting.measure(List.of(one, new VotingRun.Member("narrow", other, 5)), 10, List.of(0.05));
      assertThatThrownBy(() -> voting.measure(List.of(one), 10, List.of(0.05)))
          .hasMessage("runs that vote must be at least 2: 1");
      PoisoningRun planting = new PoisoningRun(trained, 3, spark, progress);
      poisoning = planting.measure(new PoisoningRun.Request(List.of(0, 2, 100), 1, 4, 90));
      assertThatThrownBy(() -> planting.measure(new PoisoningRun.Request(List.of(121), 1, 4, 90)))
          .hasMessage("number of planted entries must be at most the validation images, 120: 121");
      assertThatThrownBy(() -> planting.measure(new PoisoningRun.Request(List.of(1), 10, 4, 9)))
          .hasMessage("target must be a class in [0, 9]: 10");
    }
    assertThat(votes.rows())
        .extracting(VotingTable.Row::model)
        .containsExactly("base", "narrow", "vote");
    assertThat(votes.rows()).allMatch(row -> row.robust() <= row.clean() && row.examples() == 10);
    assertThat(poisoning.rows())
        .extracting(PoisoningTable.Row::planted)
        .containsExactly(0, 2, 100, 0, 2, 3);
    assertThat(poisoning.rows().get(2).retrieved())
        .isGreaterThan(poisoning.rows().get(0).retrieved());
    assertThat(poisoning.rows().get(5).success())
        .isGreaterThanOrEqualTo(poisoning.rows().get(3).success());
    assertThat(detection.rows()).extracting(DetectionTable.Row::signal).contains("combined");
    assertThat(detection.adaptive()).hasSize(2).allMatch(row -> row.unnoticed() <= row.fooled());
    assertThat(detection.csv()).contains("known-index,any,0.05,combined,");
    assertThat(detection.adaptive())
        .allSatisfy(
            evasion ->
                assertThat(detection.rows())
                    .filteredOn(row -> row.attack().equals(DetectionTable.ADAPTIVE))
                    .filteredOn(row -> row.epsilon() == evasion.epsilon())
                    .filteredOn(row -> row.signal().equals(DetectionTable.COMBINED))
                    .allMatch(row -> row.examples() == evasion.fooled())
                    .allMatch(
                        row ->
                            Math.round(row.flagged() * row.examples())
                                == evasion.fooled() - evasion.unnoticed())
                    .hasSize(evasion.fooled() > 0 ? 1 : 0));
    assertThat(new String(DetectionPage.bytes("Noticed", 0.1, detection), StandardCharsets.UTF_8))
        .contains("<h2>known-index, epsilon 0.05</h2>", "flag 10.0 % give");
    assertThat(detection.lines()).anyMatch(line -> line.startsWith("adaptive, epsilon 0.05: of "));
    assertThat(first.lines().filter(line -> line.contains(": taken from ")))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("prepare", "train-extractor", "prepare");
    assertThat(first.lines().filter(line -> line.matches("train-extractor: epoch.*accuracy.*")))
        .as("epochs of the one supervised training")
        .hasSize(2);
    // Public network and tuning are steps that the third alone has.
    assertThat(again.lines().filter(line -> line.contains("skipped, finished and unchanged")))
        .hasSize(3 * DefensePipeline.create().steps().size() - 4);
    assertThat(first)
        .contains("train-extractor: softmax regression on its features: validation accuracy ")
        .contains("tune-extractor: attention's validation accuracy ")
        .contains("build-index: 200 vectors in ")
        .contains("build-stand-in: 50 vectors in ");

    assertThat(folder.resolve("study.csv"))
        .content()
        .contains("base,baseline,clean,none,0,1,")
        .contains("every-option,extractor,worst-case,extractor-transfer,0.05,1,")
        .contains("every-option,N=5,fgsm,extractor-transfer,0.02,1,")
        .contains("narrow,N=3,worst-case,known-index,0.05,1,")
        .containsPattern(
            "narrow,baseline,clean,none,0,1,[0-9.,]*,0.00,0.00,0.00,none,[0-9.]+,1\\.000\n")
        .containsPattern(
            "every-option,N=5,clean,none,0,1,[0-9.,-]*(none|lower|higher),[0-9.]+,[0-9.]+\n");
    assertThat(folder.resolve("study.html"))
        .content()
        .contains("narrow", "worst case", "report query-micros", "report query-ms-N=5-retrieval");
    assertThat(Files.exists(folder.resolve("runs/narrow-seed-1/report.html"))).isTrue();
  }
}
