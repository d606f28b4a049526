package io.retrievaldefense.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in of an attacker who does not have W: searched by a W of their own. */
class StandInProjectionTest {
  private static final int HELD = 150;

  private static final RunHarness.Call UP_TO_STAND_IN =
      RunHarness.steps(
          "prepare",
          TrainExtractor.NAME,
          "extract-features",
          "build-index",
          "find-neighbors",
          "train-classifier",
          BuildStandIn.NAME);

  @TempDir private Path folder;

  private static RunConfig config(String projection) {
    return RunHarness.config(
        "index.engine=exact",
        "attacks.stand-in-rows=" + HELD,
        "attacks.stand-in-projection=" + projection);
  }

  @Test
  void attackersOwnProjectionSearchesTheSameRowsInItsOwnSpace() throws IOException {
    try (SparkSession spark = RunHarness.spark("local[2]")) {
      Path out = folder.resolve("run");
      RunHarness.run(spark, out, config("known"), UP_TO_STAND_IN);
      FeatureInfo run = info(spark, out, "extract-features");
      // Opens only if it was made with the run's W.
      Map<Long, Integer> heldBefore = held(spark, out, run);

      RunHarness.run(spark, out, config("own"), RunHarness.steps(BuildStandIn.NAME));
      FeatureInfo own = info(spark, out, "build-stand-in");
      assertThat(info(spark, out, "extract-features").projectionDigest())
          .isEqualTo(run.projectionDigest());
      assertThat(own.projectionDigest()).isNotEqualTo(run.projectionDigest());
      assertThat(own.dimension()).isEqualTo(run.dimension());
      assertThat(held(spark, out, own)).isEqualTo(heldBefore).hasSize(HELD);
      checkScaling(spark, out, own, heldBefore);
      checkNearest(spark, out, own, heldBefore);
    }
  }

  private static FeatureInfo info(SparkSession spark, Path out, String step) throws IOException {
    return FeatureInfo.read(hadoop(out.resolve(step)), configuration(spark));
  }

  private static NeighborIndex index(SparkSession spark, Path out, FeatureInfo features)
      throws IOException {
    String location = BuildIndex.path(hadoop(out.resolve("build-stand-in"))).toString();
    return SharedIndex.open(location, features, configuration(spark));
  }

  /** Labels by id. */
  private static Map<Long, Integer> held(SparkSession spark, Path out, FeatureInfo features)
      throws IOException {
    NeighborIndex index = index(spark, out, features);
    Map<Long, Integer> held = new HashMap<>();
    for (Neighbor row : index.search(new float[index.dimension()], index.size()).neighbors()) {
      held.put(row.id(), row.label());
    }
    return held;
  }

  /** Centre and scale are those of the held rows under the attacker's W. */
  private static void checkScaling(
      SparkSession spark, Path out, FeatureInfo own, Map<Long, Integer> held) {
    List<float[]> projected =
        training(spark, out).stream()
            .filter(row -> held.containsKey(row.getLong(0)))
            .map(row -> own.projection().project(FeatureTable.floats(row, 2)))
            .toList();
    double squares = 0;
    for (int i = 0; i < own.dimension(); i++) {
      int component = i;
      double mean = projected.stream().mapToDouble(row -> row[component]).average().orElseThrow();
      assertThat((double) own.centre()[i]).isCloseTo(mean, within(1e-5 * Math.abs(mean) + 1e-6));
      squares += projected.stream().mapToDouble(row -> Math.pow(row[component] - mean, 2)).sum();
    }
    double scale = Math.sqrt(squares / projected.size() / own.dimension());
    assertThat((double) own.scale()).isCloseTo(scale, within(1e-5 * scale));
  }

  /** What is found is what is nearest under the attacker's W, which is not what W would find. */
  private static void checkNearest(
      SparkSession spark, Path out, FeatureInfo own, Map<Long, Integer> held) throws IOException {
    List<Row> training = training(spark, out);
    NeighborIndex index = index(spark, out, own);
    Projection projection = own.projection();
    Projection secret = info(spark, out, "extract-features").projection();
    int different = 0;
    for (Row query : training.subList(0, 50)) {
      List<Long> found =
          index.search(projection.project(FeatureTable.floats(query, 2)), 5).neighbors().stream()
              .map(Neighbor::id)
              .toList();
      assertThat(found).isEqualTo(nearest(training, held, query, projection));
      different += found.equals(nearest(training, held, query, secret)) ? 0 : 1;
    }
    assertThat(different).isPositive();
  }

  private static List<Long> nearest(
      List<Row> training, Map<Long, Integer> held, Row query, Projection projection) {
    float[] asked = projection.project(FeatureTable.floats(query, 2));
    Map<Long, Double> distances = new HashMap<>();
    for (Row row : training) {
      if (held.containsKey(row.getLong(0))) {
        float[] other = projection.project(FeatureTable.floats(row, 2));
        double distance = 0;
        for (int i = 0; i < asked.length; i++) {
          distance += Math.pow(asked[i] - other[i], 2);
        }
        distances.put(row.getLong(0), distance);
      }
    }
    return distances.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(5)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<Row> training(SparkSession spark, Path out) {
    return FeatureTable.read(spark, hadoop(out.resolve("extract-features")), Split.TRAINING)
        .collectAsList()
        .stream()
        .sorted(Comparator.comparingLong(row -> row.getLong(0)))
        .toList();
  }

  private static Configuration configuration(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
