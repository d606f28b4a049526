package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.LogitLayer;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that start as the extractor's own classifier. */
class HeadStartTest {
  @TempDir private Path folder;

  private static final List<String> TUNED =
      List.of(
          "extractor.attention-tuning.epochs=2",
          "extractor.attention-tuning.learning-rate=0.01",
          "extractor.attention-tuning.bank=300",
          "extractor.attention-tuning.neighbors=5");

  private static RunConfig config(int hidden, List<String> others) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "classifier.neighbors=[3]",
                "classifier.input=both",
                "classifier.start=extractor",
                "classifier.hidden=[" + hidden + "]",
                "classifier.learning-rate=1e-12"));
    all.addAll(others);
    return RunHarness.config(all.toArray(String[]::new));
  }

  /** Features of several layers, of which that classifier is linear in the first. */
  @Test
  void anUntrainedHeadAnswersAsTheExtractorDoes() throws IOException {
    List<String> layers = List.of("extractor.feature=multi-layer");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      RunHarness.run(spark, folder, config(20, layers), upTo(TrainExtractor.NAME));
      assertThatThrownBy(
              () ->
                  RunHarness.run(
                      spark, folder, config(16, layers), runner -> runner.only("train-classifier")))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "classifier.hidden must be at least two units for each of the 10 classes if"
                  + " classifier.start is extractor: [16]");
      RunHarness.run(spark, folder, config(20, layers), r -> r.only("train-classifier"));
      requireSameLogits(spark, logitLayer(TrainExtractor.NAME));
    }
  }

  @Test
  void itIsTheTunedExtractorThatAHeadStartsAs() throws IOException {
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      RunHarness.run(
          spark, folder, config(20, TUNED), upTo(TrainExtractor.NAME, TuneExtractor.NAME));
      RunHarness.run(spark, folder, config(20, TUNED), r -> r.only("train-classifier"));
      LogitLayer tuned = logitLayer(TuneExtractor.NAME);
      assertThat(tuned.weights()).isNotEqualTo(logitLayer(TrainExtractor.NAME).weights());
      requireSameLogits(spark, tuned);
    }
  }

  /** All that a head is trained from. */
  private static RunHarness.Call upTo(String... networks) {
    return runner -> {
      RunHarness.steps("prepare").on(runner);
      RunHarness.steps(networks).on(runner);
      RunHarness.steps("extract-features", "build-index", "find-neighbors").on(runner);
    };
  }

  private LogitLayer logitLayer(String step) throws IOException {
    return CnnModelFile.parse(Files.readAllBytes(folder.resolve(step + "/cnn.model")), step)
        .logitLayer();
  }

  private void requireSameLogits(SparkSession spark, LogitLayer layer) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FeatureInfo info =
        FeatureInfo.read(QueryTables.hadoop(folder.resolve("extract-features")), hadoop);
    String index = BuildIndex.path(QueryTables.hadoop(folder.resolve("build-index"))).toString();
    RetrievalHead head =
        RetrievalHead.of(
            new IndexRetriever(info.projection(), SharedIndex.open(index, info, hadoop)),
            SummaryModelFile.parse(
                Files.readAllBytes(folder.resolve("train-classifier/classifier-3.model")),
                "classifier"));
    assertThat(info.featureLength()).isGreaterThanOrEqualTo(layer.features());
    for (Row row :
        QueryTables.features(spark, folder, "extract-features", Split.VALIDATION).values()) {
      float[] feature = FeatureTable.floats(row, 2);
      double[] logits = head.evaluate(new float[][] {feature}).get(0).logits();
      for (int c = 0; c < 10; c++) {
        double logit = layer.bias()[c];
        for (int i = 0; i < layer.features(); i++) {
          logit += (double) feature[i] * layer.weights()[i * 10 + c];
        }
        assertThat(logits[c]).isCloseTo(logit, within(1e-4));
      }
    }
  }
}
