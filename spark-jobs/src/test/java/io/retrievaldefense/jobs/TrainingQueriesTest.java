package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries that attention and head learn from: whose, and what is done to the images. */
class TrainingQueriesTest {
  private static final int INDEXED = 200;
  private static final double EPSILON = 0.05;
  private static final Pattern RIGHT =
      Pattern.compile(
          "720 images, of which the extractor's own classifier is right on ([0-9.]+) %");

  @TempDir private Path folder;

  private static RunConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("index.engine=exact", "index.rows=" + INDEXED, "index.label-flips=0.25"));
    all.addAll(List.of(settings));
    return RunHarness.config(all.toArray(String[]::new));
  }

  /** With an extractor that has learned something, and attacks on the queries. */
  private static RunConfig attacked(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "extractor.epochs=60",
                "extractor.patience=60",
                "extractor.learning-rate=0.003",
                "extractor.dropout=0",
                "extractor.shift=0",
                "classifier.adversarial.steps=5",
                "classifier.adversarial.epsilon=" + EPSILON));
    all.addAll(List.of(settings));
    return config(all.toArray(String[]::new));
  }

  private static void upToNeighbors(PipelineRunner runner) throws IOException {
    runner.only("prepare");
    runner.only(TrainExtractor.NAME);
    runner.only("extract-features");
    runner.only("build-index");
    runner.only("find-neighbors");
  }

  private static void upToAttackedNeighbors(PipelineRunner runner) throws IOException {
    runner.only("prepare");
    runner.only(TrainExtractor.NAME);
    runner.only("extract-features");
    runner.only("build-index");
    runner.only(AttackQueries.NAME);
    runner.only("find-neighbors");
    runner.only("train-classifier");
  }

  /** What was found for a split's queries, by id. */
  private static Map<Long, Row> found(SparkSession spark, Path out, Split split) {
    return foundIn(spark, out.resolve("find-neighbors"), split);
  }

  private static Map<Long, Row> foundIn(SparkSession spark, Path table, Split split) {
    return spark
        .read()
        .schema(NeighborTable.SCHEMA)
        .parquet(NeighborTable.path(hadoop(table)).toString())
        .where("split = '" + split.id() + "'")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getLong(0), Function.identity()));
  }

  private static Map<Long, Row> features(SparkSession spark, Path out, String step, Split split) {
    return FeatureTable.read(spark, hadoop(out.resolve(step)), split).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getLong(0), Function.identity()));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  @Test
  void privateImagesAreAskedWithoutThemselvesAndHaveTheIndexsLabels() throws IOException {
    for (String mode : List.of("driver", "executors")) {
      Path out = folder.resolve(mode);
      try (SparkSession spark = RunHarness.spark("local[2]")) {
        String printed =
            RunHarness.run(
                spark,
                out,
                config("classifier.queries=private", "query.mode=" + mode),
                TrainingQueriesTest::upToNeighbors);
        assertThat(printed).contains("320 queries for 5 neighbours each");
        assertThat(found(spark, out, Split.TRAINING)).isEmpty();
        assertThat(found(spark, out, Split.VALIDATION)).hasSize(120);
        Map<Long, Row> found = found(spark, out, Split.PRIVATE);
        Map<Long, Row> clean = features(spark, out, "extract-features", Split.PRIVATE);
        assertThat(found).hasSize(INDEXED);
        Map<Long, Integer> indexed = new HashMap<>();
        for (Row row : found.values()) {
          indexed.put(row.getLong(0), row.getInt(1));
        }
        assertThat(indexed.keySet())
            .as("fifty of them have another label than the image's")
            .filteredOn(id -> !indexed.get(id).equals(clean.get(id).getInt(1)))
            .hasSize(INDEXED / 4);
        for (Row row : found.values()) {
          float[] query = FeatureTable.floats(clean.get(row.getLong(0)), 3);
          List<Long> nearest = nearest(query, row.getLong(0), 5, clean, indexed);
          assertThat(row.<Long>getList(3)).containsExactlyElementsOf(nearest);
          assertThat(row.<Integer>getList(5))
              .containsExactlyElementsOf(nearest.stream().map(indexed::get).toList());
        }
      }
    }
  }

  /** Those of the index that are nearest to h', but for one. */
  private static List<Long> nearest(
      float[] query, long but, int count, Map<Long, Row> clean, Map<Long, Integer> indexed) {
    return indexed.keySet().stream()
        .filter(id -> id != but)
        .sorted(
            Comparator.comparingDouble(
                    (Long id) -> squaredDistance(query, FeatureTable.floats(clean.get(id), 3)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .toList();
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void attackedQueriesFoolTheExtractorAndDoNotDependOnThePartitions() throws IOException {
    RunConfig config = attacked("classifier.queries=all");
    Map<Long, Row> first = null;
    for (String master : List.of("local[1]", "local[4]")) {
      Path out = folder.resolve(master.replaceAll("\\W", ""));
      try (SparkSession spark = RunHarness.spark(master)) {
        String printed =
            RunHarness.run(spark, out, config, TrainingQueriesTest::upToAttackedNeighbors);
        assertThat(printed).contains("720 queries for 5 neighbours each");
        Matcher right = RIGHT.matcher(printed);
        assertThat(right.find()).as(printed).isTrue();
        Map<Long, Row> attacked = features(spark, out, AttackQueries.NAME, Split.TRAINING);
        Map<Long, Row> clean = features(spark, out, "extract-features", Split.TRAINING);
        assertThat(attacked.keySet()).isEqualTo(clean.keySet());
        double before = right(spark, out, extractor(out));
        assertThat(before).isGreaterThan(0.3);
        assertThat(Double.parseDouble(right.group(1)) / 100).isLessThan(before / 3);
        Map<Long, Row> found = found(spark, out, Split.TRAINING);
        for (Row row : found.values()) {
          assertThat(row.<Float>getList(2))
              .as("the query is the attacked image's feature")
              .isEqualTo(attacked.get(row.getLong(0)).<Float>getList(2));
        }
        Map<Long, Row> ofPrivate = features(spark, out, AttackQueries.NAME, Split.PRIVATE);
        Map<Long, Row> asked = found(spark, out, Split.PRIVATE);
        assertThat(ofPrivate.keySet()).isEqualTo(asked.keySet());
        Map<Long, Row> own = features(spark, out, "extract-features", Split.PRIVATE);
        assertThat(asked.values())
            .as("learned under the index's label, a quarter of them the class that follows")
            .filteredOn(row -> row.getInt(1) == (own.get(row.getLong(0)).getInt(1) + 1) % 10)
            .hasSize(INDEXED / 4);
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
      images.addAll(ImageTable.collect(spark, hadoop(out.resolve("prepare")), split));
    }
    return CnnAccuracy.of(extractor, images);
  }

  @Test
  void aRoundAttacksTheDefenceAndTrainsItAnewTheSameOnAnyPartitionsAndAfterAStop()
      throws IOException {
    String[] settings = {"classifier.adversarial.epsilon=0.02", "index.rows=all"};
    byte[] first = null;
    for (String master : List.of("local[1]", "local[4]")) {
      Path out = folder.resolve(master.replaceAll("\\W", ""));
      try (SparkSession spark = RunHarness.spark(master)) {
        RunHarness.run(spark, out, attacked(settings), TrainingQueriesTest::upToAttackedNeighbors);
        Map<Integer, Set<Long>> right = new HashMap<>();
        for (int neighbors : List.of(3, 5)) {
          right.put(neighbors, right(spark, out, neighbors));
        }
        RunConfig config = attacked(settings[0], settings[1], "classifier.adversarial.rounds=1");
        if (first != null) {
          Path tables = stoppedAfterTheRound(spark, out, config);
          for (int neighbors : List.of(3, 5)) {
            Path round = tables.resolve("round-1-neighbors-" + neighbors);
            checkRound(spark, out, round, neighbors, right.get(neighbors));
          }
          // As if it had been stopped while it wrote the second table.
          Files.delete(tables.resolve("round-1-neighbors-5/neighbors/_SUCCESS"));
        }
        String printed =
            RunHarness.run(spark, out, config, runner -> runner.only("train-classifier"));
        assertThat(printed)
            .containsPattern("N=5, round 1: right on [0-9.]+ % of 520 images")
            .contains("train-classifier: validation accuracy under PGD N=3");
        if (first == null) {
          assertThat(printed).containsPattern("N=3, round 1: right on [0-9.]+ % of 520 images");
        } else {
          assertThat(printed)
              .contains("N=3, round 1: kept of a run that was stopped")
              .doesNotContain("N=3, round 1: right on");
        }
        assertThat(out.resolve("unfinished")).doesNotExist();
        byte[] model = Files.readAllBytes(out.resolve("train-classifier/classifier-3.model"));
        if (first == null) {
          first = model;
        } else {
          assertThat(model).isEqualTo(first);
        }
      }
    }
  }

  /** Stops a run when the second N's round is done, and says where the tables are. */
  private static Path stoppedAfterTheRound(SparkSession spark, Path out, RunConfig config)
      throws IOException {
    List<String> printed = new ArrayList<>();
    assertThatThrownBy(
            () ->
                RunHarness.run(
                    spark,
                    out,
                    config,
                    runner -> runner.only("train-classifier"),
                    line -> {
                      printed.add(line);
                      if (line.contains("N=5, round 1")) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    for (int neighbors : List.of(3, 5)) {
      assertThat(printed)
          .anyMatch(
              line ->
                  line.matches(
                      ".*N=" + neighbors + ", round 1: right on [0-9.]+ % of 520 images.*"));
    }
    try (Stream<Path> kept = Files.list(out.resolve("unfinished/train-classifier"))) {
      List<Path> folders = kept.toList();
      assertThat(folders).hasSize(1);
      return folders.get(0);
    }
  }

  /** The training images that the defence gets right as they are. */
  private static Set<Long> right(SparkSession spark, Path out, int neighbors) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FeatureInfo info = FeatureInfo.read(hadoop(out.resolve("extract-features")), hadoop);
    String location = BuildIndex.path(hadoop(out.resolve("build-index"))).toString();
    Path model = out.resolve("train-classifier/classifier-" + neighbors + ".model");
    RetrievalHead head =
        RetrievalHead.of(
            new IndexRetriever(info.projection(), SharedIndex.open(location, info, hadoop)),
            SummaryModelFile.parse(Files.readAllBytes(model), "classifier"));
    Set<Long> right = new HashSet<>();
    features(spark, out, "extract-features", Split.TRAINING)
        .forEach(
            (id, row) -> {
              float[][] feature = {FeatureTable.floats(row, 2)};
              if (Explanation.largest(head.evaluate(feature).get(0).logits()) == row.getInt(1)) {
                right.add(id);
              }
            });
    return right;
  }

  private static CnnModel extractor(Path out) throws IOException {
    return CnnModelFile.parse(
        Files.readAllBytes(out.resolve("train-extractor/cnn.model")), "extractor");
  }

  /** That what was right has been changed, and neighbours are those of what it has become. */
  private static void checkRound(
      SparkSession spark, Path out, Path round, int neighbors, Set<Long> rightBefore)
      throws IOException {
    Map<Long, Row> rows = features(spark, out, "extract-features", Split.PRIVATE);
    Map<Long, Integer> indexed = new HashMap<>();
    rows.forEach((id, row) -> indexed.put(id, row.getInt(1)));
    Projection projection =
        FeatureInfo.read(
                hadoop(out.resolve("extract-features")), spark.sparkContext().hadoopConfiguration())
            .projection();
    assertThat(foundIn(spark, round, Split.VALIDATION)).hasSize(120);
    Map<Long, Row> attacked = foundIn(spark, round, Split.TRAINING);
    Map<Long, Row> clean = features(spark, out, "extract-features", Split.TRAINING);
    Map<Long, Row> throughExtractor = found(spark, out, Split.TRAINING);
    assertThat(attacked.keySet()).isEqualTo(clean.keySet());
    Set<Long> changed = new HashSet<>();
    for (Row row : attacked.values()) {
      long id = row.getLong(0);
      assertThat(row.getList(2)).isNotEqualTo(throughExtractor.get(id).getList(2));
      if (!row.getList(2).equals(clean.get(id).getList(2))) {
        changed.add(id);
      }
      float[] query = projection.project(FeatureTable.floats(row, 2));
      assertThat(row.<Long>getList(3))
          .containsExactlyElementsOf(nearest(query, -1, neighbors, rows, indexed));
    }
    assertThat(rightBefore).hasSizeGreaterThan(20);
    assertThat(changed).isEqualTo(rightBefore);
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
                  RunHarness.run(
                      spark, folder.resolve("few"), config, TrainingQueriesTest::upToNeighbors))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "classifier.neighbors must be at most the private set's size without the query"
                  + " itself, 299: 300");
    }
  }
}
