package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds in which the defence itself is attacked, and its head trained anew. */
class AdversarialRoundsTest {
  @TempDir private Path folder;

  @Test
  void aRoundAttacksTheDefenceAndTrainsItAnewTheSameOnAnyPartitionsAndAfterAStop()
      throws IOException {
    String[] settings = {"classifier.adversarial.epsilon=0.02", "index.rows=all"};
    Map<Integer, byte[]> first = new HashMap<>();
    for (String master : List.of("local[1]", "local[4]")) {
      Path out = folder.resolve(master.replaceAll("\\W", ""));
      try (SparkSession spark = RunHarness.spark(master)) {
        RunHarness.run(
            spark, out, QueryTables.attacked(settings), QueryTables::upToAttackedClassifier);
        Map<Integer, Set<Long>> right = new HashMap<>();
        for (int neighbors : List.of(3, 5)) {
          right.put(neighbors, right(spark, out, neighbors));
        }
        RunConfig config =
            QueryTables.attacked(settings[0], settings[1], "classifier.adversarial.rounds=1");
        if (!first.isEmpty()) {
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
        if (first.isEmpty()) {
          assertThat(printed).containsPattern("N=3, round 1: right on [0-9.]+ % of 520 images");
        } else {
          assertThat(printed)
              .contains("N=3, round 1: kept of a run that was stopped")
              .doesNotContain("N=3, round 1: right on");
        }
        assertThat(out.resolve("unfinished")).doesNotExist();
        for (int neighbors : List.of(3, 5)) {
          byte[] model =
              Files.readAllBytes(
                  out.resolve("train-classifier/classifier-" + neighbors + ".model"));
          byte[] before = first.putIfAbsent(neighbors, model);
          if (before != null) {
            assertThat(model).isEqualTo(before);
          }
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
    FeatureInfo info =
        FeatureInfo.read(QueryTables.hadoop(out.resolve("extract-features")), hadoop);
    String location = BuildIndex.path(QueryTables.hadoop(out.resolve("build-index"))).toString();
    Path model = out.resolve("train-classifier/classifier-" + neighbors + ".model");
    RetrievalHead head =
        RetrievalHead.of(
            new IndexRetriever(info.projection(), SharedIndex.open(location, info, hadoop)),
            SummaryModelFile.parse(Files.readAllBytes(model), "classifier"));
    Set<Long> right = new HashSet<>();
    QueryTables.features(spark, out, "extract-features", Split.TRAINING)
        .forEach(
            (id, row) -> {
              float[][] feature = {FeatureTable.floats(row, 2)};
              if (Softmax.largest(head.evaluate(feature).get(0).logits()) == row.getInt(1)) {
                right.add(id);
              }
            });
    return right;
  }

  /** That what was right has been changed, and neighbours are those of what it has become. */
  private static void checkRound(
      SparkSession spark, Path out, Path round, int neighbors, Set<Long> rightBefore)
      throws IOException {
    Map<Long, Row> rows = QueryTables.features(spark, out, "extract-features", Split.PRIVATE);
    Map<Long, Integer> indexed = new HashMap<>();
    rows.forEach((id, row) -> indexed.put(id, row.getInt(1)));
    Projection projection =
        FeatureInfo.read(
                QueryTables.hadoop(out.resolve("extract-features")),
                spark.sparkContext().hadoopConfiguration())
            .projection();
    assertThat(QueryTables.foundIn(spark, round, Split.VALIDATION)).hasSize(120);
    Map<Long, Row> attacked = QueryTables.foundIn(spark, round, Split.TRAINING);
    Map<Long, Row> clean = QueryTables.features(spark, out, "extract-features", Split.TRAINING);
    Map<Long, Row> throughExtractor = QueryTables.found(spark, out, Split.TRAINING);
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
          .containsExactlyElementsOf(QueryTables.nearest(query, -1, neighbors, rows, indexed));
    }
    assertThat(rightBefore).hasSizeGreaterThan(20);
    assertThat(changed).isEqualTo(rightBefore);
  }
}
