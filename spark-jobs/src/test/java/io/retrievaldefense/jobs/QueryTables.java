package io.retrievaldefense.jobs;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.pipeline.PipelineRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Small runs about queries that attention and head learn from, and the tables they leave. */
final class QueryTables {
  static final int INDEXED = 200;
  private static final double EPSILON = 0.05;

  private QueryTables() {}

  static RunConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("index.engine=exact", "index.rows=" + INDEXED, "index.label-flips=0.25"));
    all.addAll(List.of(settings));
    return RunHarness.config(all.toArray(String[]::new));
  }

  /** With an extractor that has learned something, and attacks on the queries. */
  static RunConfig attacked(String... settings) {
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

  static void upToNeighbors(PipelineRunner runner) throws IOException {
    RunHarness.steps(
            "prepare", TrainExtractor.NAME, "extract-features", "build-index", "find-neighbors")
        .on(runner);
  }

  static void upToAttackedClassifier(PipelineRunner runner) throws IOException {
    RunHarness.steps(
            "prepare",
            TrainExtractor.NAME,
            "extract-features",
            "build-index",
            AttackQueries.NAME,
            "find-neighbors",
            "train-classifier")
        .on(runner);
  }

  /** What was found for a split's queries, by id. */
  static Map<Long, Row> found(SparkSession spark, Path out, Split split) {
    return foundIn(spark, out.resolve("find-neighbors"), split);
  }

  static Map<Long, Row> foundIn(SparkSession spark, Path table, Split split) {
    return spark
        .read()
        .schema(NeighborTable.SCHEMA)
        .parquet(NeighborTable.path(hadoop(table)).toString())
        .where("split = '" + split.id() + "'")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getLong(0), Function.identity()));
  }

  static Map<Long, Row> features(SparkSession spark, Path out, String step, Split split) {
    return FeatureTable.read(spark, hadoop(out.resolve(step)), split).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getLong(0), Function.identity()));
  }

  static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  /** Those of the index that are nearest to h', but for one. */
  static List<Long> nearest(
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
}
