package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From generated images to the report, and the same numbers however the work is spread. */
class WholeRunTest {

  @TempDir private Path folder;

  @Test
  void sameResultsOnOneCoreAndFourAndInBothQueryModes() throws IOException {
    Path reference = folder.resolve("one-driver");
    RunConfig driver = RunHarness.config("query.mode=driver");
    RunConfig executors = RunHarness.config("query.mode=executors", "index.shards=2");
    List<Row> neighbors;
    try (SparkSession spark = RunHarness.spark("local[1]")) {
      RunHarness.run(spark, reference, driver, PipelineRunner::all);
      neighbors = neighbors(spark, reference);
      assertThat(RunHarness.run(spark, reference, driver, PipelineRunner::all).lines())
          .hasSize(9)
          .allMatch(line -> line.contains("skipped, finished and unchanged"));
    }
    byte[] results = Files.readAllBytes(reference.resolve("results.csv"));
    assertThat(new String(results, java.nio.charset.StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.startsWith("clean,none,0,N=3,90,"))
        .anyMatch(line -> line.startsWith("fgsm,known-index,0.02,N=5,20,"))
        .anyMatch(line -> line.startsWith("ifgsm-s3-c4,baseline-transfer,0.05,baseline,20,"));

    Path other = folder.resolve("four-executors");
    try (SparkSession spark = RunHarness.spark("local[4]")) {
      RunHarness.run(spark, other, executors, PipelineRunner::all);
      assertThat(neighbors(spark, other)).isEqualTo(neighbors);
      assertThat(other.resolve("results.csv")).hasBinaryContent(results);
      // Executors in place of the driver over the very same run.
      String printed =
          RunHarness.run(
              spark,
              other,
              RunHarness.config("query.mode=driver", "index.shards=2"),
              PipelineRunner::all);
      assertThat(printed)
          .contains("find-neighbors: retrieve the nearest", "evaluate-attacks: attack the plain")
          .contains("build-index: skipped");
      assertThat(other.resolve("results.csv")).hasBinaryContent(results);
    }
    JsonNode steps = new ObjectMapper().readTree(other.resolve("metrics.json").toFile());
    JsonNode figures = steps.path("steps").path(steps.path("steps").size() - 1).path("figures");
    assertThat(figures.path("query-ms-baseline").asDouble()).isPositive();
    for (String model : List.of("query-ms-N=3", "query-ms-N=5")) {
      double stages = 0;
      for (String stage : List.of("-network", "-retrieval", "-attention")) {
        assertThat(figures.path(model + stage).asDouble()).as(model + stage).isPositive();
        stages += figures.path(model + stage).asDouble();
      }
      assertThat(stages / figures.path(model).asDouble()).isBetween(0.3, 1.0);
    }
    assertThat(other.resolve("report.html"))
        .content()
        .contains("known-index", "recall", "extractor digest")
        .contains("Cost of a query", "88 clean test images in batches of 8")
        .contains("Recall against candidates", "rows of a bucket", "In short")
        .contains("Attention and neighbours, N=", "Confusion", "Validation accuracy by epoch");
  }

  /** Ids, squared distances and labels of every retrieved set; rows of the index may differ. */
  private static List<Row> neighbors(SparkSession spark, Path run) {
    return spark
        .read()
        .parquet(run.resolve("find-neighbors/neighbors").toString())
        .orderBy("id")
        .select("id", "label", "neighbors", "distances", "labels")
        .collectAsList();
  }
}
