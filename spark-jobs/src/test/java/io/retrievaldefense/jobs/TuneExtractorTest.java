package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extractor before and after it is tuned, and who reads which. */
class TuneExtractorTest {
  private static final RunConfig PLAIN = RunHarness.config();
  // Steps long enough for a better epoch among the two.
  private static final RunConfig TUNED =
      RunHarness.config(
          "extractor.attention-tuning.epochs=2",
          "extractor.attention-tuning.learning-rate=0.01",
          "extractor.attention-tuning.bank=300",
          "extractor.attention-tuning.neighbors=5");

  @TempDir private Path folder;

  private String features(SparkSession spark, Path out, RunConfig config) throws IOException {
    return RunHarness.run(spark, out, config, TuneExtractorTest::upToFeatures);
  }

  private static void upToFeatures(PipelineRunner runner) throws IOException {
    runner.only("prepare");
    runner.only(TrainExtractor.NAME);
    runner.only("extract-features");
  }

  private static TrainedRun trained(SparkSession spark, Path out) throws IOException {
    return new TrainedRun(
        FinishedRun.open(
            new org.apache.hadoop.fs.Path(out.toUri()),
            spark.sparkContext().hadoopConfiguration()));
  }

  @Test
  void laterStepsReadTheTunedNetworkAndNotOnceItIsNoLongerConfigured() throws IOException {
    Path out = folder.resolve("run");
    Path plain = out.resolve("train-extractor/cnn.model");
    Path tuned = out.resolve("tune-extractor/cnn.model");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      features(spark, out, PLAIN);
      byte[] before = Files.readAllBytes(plain);
      assertThat(trained(spark, out).extractor()).isEqualTo(before);
      assertThat(extractorOfFeatures(spark, out)).isEqualTo(ModelFile.digest(before));
      assertThatThrownBy(() -> features(spark, out, TUNED))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("must find tune-extractor finished");

      String printed =
          RunHarness.run(
              spark,
              out,
              TUNED,
              runner -> {
                runner.only(TuneExtractor.NAME);
                runner.only("extract-features");
              });
      assertThat(printed)
          .containsPattern(
              "tune-extractor: epoch 2 of 2: training loss [0-9.]+, attention's validation"
                  + " accuracy [0-9.]+ %")
          .containsPattern(
              "tune-extractor: attention's validation accuracy [0-9.]+ %, [0-9.]+ % after epoch"
                  + " [12]; its own classifier's [0-9.]+ %");
      assertThat(plain).as("what is tuned stays as it was").hasBinaryContent(before);
      byte[] after = Files.readAllBytes(tuned);
      assertThat(CnnModelFile.provenance(after, "tuned"))
          .containsEntry("tuned from", ModelFile.digest(before))
          .containsKeys(
              "data",
              "best epoch of tuning",
              "validation accuracy of attention",
              "validation accuracy");
      assertThat(trained(spark, out).extractor()).isEqualTo(after);
      assertThat(extractorOfFeatures(spark, out)).isEqualTo(ModelFile.digest(after));

      assertThat(features(spark, out, PLAIN))
          .contains("tune-extractor: removed, the run is no longer configured for it")
          .contains("train-extractor: skipped, finished and unchanged");
      assertThat(trained(spark, out).extractor()).isEqualTo(before);
      assertThat(extractorOfFeatures(spark, out)).isEqualTo(ModelFile.digest(before));
    }
  }

  private static String extractorOfFeatures(SparkSession spark, Path out) throws IOException {
    return FeatureInfo.read(
            new org.apache.hadoop.fs.Path(out.resolve("extract-features").toUri()),
            spark.sparkContext().hadoopConfiguration())
        .extractorDigest();
  }
}
