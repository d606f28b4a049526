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
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that start as the extractor's own classifier. */
class HeadStartTest {
  @TempDir private Path folder;

  /** Features of several layers, of which that classifier is linear in the first. */
  private static RunConfig config(int hidden) {
    return RunHarness.config(
        "extractor.feature=multi-layer",
        "classifier.neighbors=[3]",
        "classifier.input=both",
        "classifier.start=extractor",
        "classifier.hidden=[" + hidden + "]",
        "classifier.learning-rate=1e-12");
  }

  @Test
  void anUntrainedHeadAnswersAsTheExtractorDoes() throws IOException {
    RunHarness.Call call =
        RunHarness.steps(
            "prepare",
            TrainExtractor.NAME,
            "extract-features",
            "build-index",
            "find-neighbors",
            "train-classifier");
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      assertThatThrownBy(() -> RunHarness.run(spark, folder, config(16), call))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "classifier.hidden must be at least two units for each of the 10 classes if"
                  + " classifier.start is extractor: [16]");
      RunHarness.run(spark, folder, config(20), runner -> runner.only("train-classifier"));

      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      FeatureInfo info =
          FeatureInfo.read(QueryTables.hadoop(folder.resolve("extract-features")), hadoop);
      RetrievalHead head =
          RetrievalHead.of(
              new IndexRetriever(
                  info.projection(),
                  SharedIndex.open(
                      BuildIndex.path(QueryTables.hadoop(folder.resolve("build-index"))).toString(),
                      info,
                      hadoop)),
              SummaryModelFile.parse(
                  Files.readAllBytes(folder.resolve("train-classifier/classifier-3.model")),
                  "classifier"));
      LogitLayer layer =
          CnnModelFile.parse(
                  Files.readAllBytes(folder.resolve("train-extractor/cnn.model")), "extractor")
              .logitLayer();
      assertThat(info.featureLength()).isGreaterThan(layer.features());
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
}
