package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.LabeledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries that attention and head learn from: whose, and what is done to the images. */
class TrainingQueriesTest {
  private static final Pattern RIGHT =
      Pattern.compile(
          "720 images, of which the extractor's own classifier is right on ([0-9.]+) %");

  @TempDir private Path folder;

  @Test
  void privateImagesAreAskedWithoutThemselvesAndHaveTheIndexsLabels() throws IOException {
    for (String mode : List.of("driver", "executors")) {
      Path out = folder.resolve(mode);
      try (SparkSession spark = RunHarness.spark("local[2]")) {
        String printed =
            RunHarness.run(
                spark,
                out,
                QueryTables.config("classifier.queries=private", "query.mode=" + mode),
                QueryTables::upToNeighbors);
        assertThat(printed).contains("320 queries for 5 neighbours each");
        assertThat(QueryTables.found(spark, out, Split.TRAINING)).isEmpty();
        assertThat(QueryTables.found(spark, out, Split.VALIDATION)).hasSize(120);
        Map<Long, Row> found = QueryTables.found(spark, out, Split.PRIVATE);
        Map<Long, Row> clean = QueryTables.features(spark, out, "extract-features", Split.PRIVATE);
        assertThat(found).hasSize(QueryTables.INDEXED);
        Map<Long, Integer> indexed = new HashMap<>();
        for (Row row : found.values()) {
          indexed.put(row.getLong(0), row.getInt(1));
        }
        assertThat(indexed.keySet())
            .as("fifty of them have another label than the image's")
            .filteredOn(id -> !indexed.get(id).equals(clean.get(id).getInt(1)))
            .hasSize(QueryTables.INDEXED / 4);
        for (Row row : found.values()) {
          float[] query = FeatureTable.floats(clean.get(row.getLong(0)), 3);
          List<Long> nearest = QueryTables.nearest(query, row.getLong(0), 5, clean, indexed);
          assertThat(row.<Long>getList(3)).containsExactlyElementsOf(nearest);
          assertThat(row.<Integer>getList(5))
              .containsExactlyElementsOf(nearest.stream().map(indexed::get).toList());
        }
      }
    }
  }

  @Test
  void attackedQueriesFoolTheExtractorAndDoNotDependOnThePartitions() throws IOException {
    RunConfig config = QueryTables.attacked("classifier.queries=all");
    Map<Long, Row> first = null;
    for (String master : List.of("local[1]", "local[4]")) {
      Path out = folder.resolve(master.replaceAll("\\W", ""));
      try (SparkSession spark = RunHarness.spark(master)) {
        String printed = RunHarness.run(spark, out, config, QueryTables::upToAttackedClassifier);
        assertThat(printed).contains("720 queries for 5 neighbours each");
        Matcher right = RIGHT.matcher(printed);
        assertThat(right.find()).as(printed).isTrue();
        Map<Long, Row> attacked =
            QueryTables.features(spark, out, AttackQueries.NAME, Split.TRAINING);
        Map<Long, Row> clean = QueryTables.features(spark, out, "extract-features", Split.TRAINING);
        assertThat(attacked.keySet()).isEqualTo(clean.keySet());
        double before = right(spark, out, extractor(out));
        assertThat(before).isGreaterThan(0.3);
        assertThat(Double.parseDouble(right.group(1)) / 100).isLessThan(before / 3);
        Map<Long, Row> found = QueryTables.found(spark, out, Split.TRAINING);
        for (Row row : found.values()) {
          assertThat(row.<Float>getList(2))
              .as("the query is the attacked image's feature")
              .isEqualTo(attacked.get(row.getLong(0)).<Float>getList(2));
        }
        Map<Long, Row> ofPrivate =
            QueryTables.features(spark, out, AttackQueries.NAME, Split.PRIVATE);
        Map<Long, Row> asked = QueryTables.found(spark, out, Split.PRIVATE);
        assertThat(ofPrivate.keySet()).isEqualTo(asked.keySet());
        Map<Long, Row> own = QueryTables.features(spark, out, "extract-features", Split.PRIVATE);
        assertThat(asked.values())
            .as("learned under the index's label, a quarter of them the class that follows")
            .filteredOn(row -> row.getInt(1) == (own.get(row.getLong(0)).getInt(1) + 1) % 10)
            .hasSize(QueryTables.INDEXED / 4);
        if (first == null) {
          first = attacked;
        } else {
          assertThat(attacked).isEqualTo(first);
        }
      }
    }
  }

  /** Share of the clean images that the network's own classifier is right on. */
  private static double right(SparkSession spark, Path out, CnnModel extractor) {
    List<LabeledImage> images = new ArrayList<>();
    for (Split split : List.of(Split.TRAINING, Split.PRIVATE, Split.VALIDATION)) {
      images.addAll(ImageTable.collect(spark, QueryTables.hadoop(out.resolve("prepare")), split));
    }
    return CnnAccuracy.of(extractor, images);
  }

  private static CnnModel extractor(Path out) throws IOException {
    return CnnModelFile.parse(
        Files.readAllBytes(out.resolve("train-extractor/cnn.model")), "extractor");
  }

  @Test
  void aPrivateQueryNeedsOneImageMore() {
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      // How many private images there are is known only once they are read.
      RunConfig config =
          RunHarness.config(
              "data.private.count=all", "classifier.queries=private", "classifier.neighbors=300");
      assertThatThrownBy(
              () ->
                  RunHarness.run(spark, folder.resolve("few"), config, QueryTables::upToNeighbors))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "classifier.neighbors must be at most the private set's size without the query"
                  + " itself, 299: 300");
    }
  }
}
