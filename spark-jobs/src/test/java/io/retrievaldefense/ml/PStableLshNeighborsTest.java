package io.retrievaldefense.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.jobs.RunHarness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSH;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSHModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Neighbours by our hashing, by MLlib's, and by looking at every row. */
class PStableLshNeighborsTest {
  private static final int ROWS = 1500;
  private static final int QUERIES = 12;
  private static final int DIMENSION = 16;
  private static final int NEIGHBORS = 10;
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("vector", SQLDataTypes.VectorType(), false);

  private static SparkSession spark;
  private static List<Row> rows;
  private static List<Row> queries;

  @BeforeAll
  static void start() {
    spark = RunHarness.spark("local[2]");
    Random random = new Random(4);
    List<double[]> centres =
        IntStream.range(0, 20).mapToObj(i -> random.doubles(DIMENSION, -3, 3).toArray()).toList();
    rows = rows(ROWS, centres, random);
    queries = rows(QUERIES, centres, random);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static List<Row> rows(int count, List<double[]> centres, Random random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] values = centres.get(random.nextInt(centres.size())).clone();
      for (int j = 0; j < DIMENSION; j++) {
        values[j] += random.nextGaussian();
      }
      rows.add(RowFactory.create((long) i, Vectors.dense(values)));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> of, int partitions) {
    return spark.createDataFrame(of, SCHEMA).repartition(partitions);
  }

  private static PStableLsh lsh() {
    return new PStableLsh()
        .setInputCol("vector")
        .setNumHashTables(8)
        .setNumHashFunctions(6)
        .setBucketWidth(4)
        .setNumProbes(20)
        .setSeed(3);
  }

  private static PStableLshModel fitted() {
    return lsh().fit(table(rows, 3));
  }

  /** Ids that a stage finds for each query, nearest first. */
  private static Map<Long, List<Long>> found(PStableLsh stage, int partitions) {
    Map<Long, List<Long>> found = new HashMap<>();
    stage
        .fit(table(rows, 3))
        .approxNearestNeighbors(table(rows, partitions), table(queries, 1), NEIGHBORS)
        .orderBy("queryId", "rank")
        .collectAsList()
        .forEach(
            row ->
                found.computeIfAbsent(row.getLong(0), id -> new ArrayList<>()).add(row.getLong(1)));
    return found;
  }

  private static Map<Long, List<Long>> exact() {
    Map<Long, List<Long>> nearest = new HashMap<>();
    for (Row query : queries) {
      Vector vector = query.getAs(1);
      List<Long> ids = new ArrayList<>();
      rows.stream()
          .sorted(
              Comparator.comparingDouble((Row row) -> Vectors.sqdist(vector, row.getAs(1)))
                  .thenComparingLong(row -> row.getLong(0)))
          .limit(NEIGHBORS)
          .forEach(row -> ids.add(row.getLong(0)));
      nearest.put(query.getLong(0), ids);
    }
    return nearest;
  }

  private static double recall(Map<Long, List<Long>> found) {
    int hits = 0;
    for (Map.Entry<Long, List<Long>> entry : exact().entrySet()) {
      Set<Long> both = new HashSet<>(entry.getValue());
      both.retainAll(found.getOrDefault(entry.getKey(), List.of()));
      hits += both.size();
    }
    return hits / (double) (QUERIES * NEIGHBORS);
  }

  @Test
  void findsMoreTheMoreItLooksInto() {
    double few = recall(found(lsh().setNumProbes(1), 3));
    double many = recall(found(lsh(), 3));
    assertThat(few).isLessThan(0.9);
    assertThat(many).isGreaterThan(0.97);
  }

  @Test
  void whereAllIsInOneBucketTheNearestAreExactHoweverTheRowsAreSpread() {
    PStableLsh one = lsh().setBucketWidth(1e6);
    assertThat(found(one, 1)).isEqualTo(exact());
    assertThat(found(one, 4)).isEqualTo(exact());
  }

  @Test
  void findsAsMuchAsMllibsHashingDoesForTheSameQueries() {
    BucketedRandomProjectionLSHModel theirs =
        new BucketedRandomProjectionLSH()
            .setInputCol("vector")
            .setOutputCol("hashes")
            .setNumHashTables(8)
            .setBucketLength(2)
            .setSeed(3)
            .fit(table(rows, 3));
    Map<Long, List<Long>> mllib = new HashMap<>();
    Dataset<Row> table = table(rows, 3).cache();
    for (Row query : queries) {
      List<Long> ids = new ArrayList<>();
      Dataset<?> nearest = theirs.approxNearestNeighbors(table, query.<Vector>getAs(1), NEIGHBORS);
      for (Row row : nearest.toDF().collectAsList()) {
        ids.add(row.<Long>getAs("id"));
      }
      mllib.put(query.getLong(0), ids);
    }
    table.unpersist();

    // Its coarse tables let it look at most rows here, which is what it is slow for.
    assertThat(recall(mllib)).isGreaterThan(0.95);
    assertThat(recall(found(lsh(), 3))).isGreaterThanOrEqualTo(recall(mllib) - 0.05);
  }

  @Test
  void distancesAreEuclideanAndRanksCountFromTheNearest() {
    List<Row> found =
        fitted()
            .approxNearestNeighbors(table(rows, 2), table(queries, 1), 3)
            .orderBy("queryId", "rank")
            .collectAsList();
    assertThat(found).hasSize(3 * QUERIES);
    for (int i = 0; i < found.size(); i++) {
      Row row = found.get(i);
      Vector query = queries.get((int) row.getLong(0)).getAs(1);
      Vector neighbor = rows.get((int) row.getLong(1)).getAs(1);
      assertThat(row.getInt(3)).isEqualTo(i % 3);
      assertThat(row.getDouble(2))
          .isCloseTo(Math.sqrt(Vectors.sqdist(query, neighbor)), Offset.offset(1e-4));
    }
  }

  @Test
  void fewerRowsThanAskedForAreAllFound() {
    List<Row> few = rows.subList(0, 5);
    assertThat(fitted().approxNearestNeighbors(table(few, 4), table(queries, 1), 8).collectAsList())
        .hasSize(5 * QUERIES);
  }

  @Test
  void wrongCallsAreRefused() {
    PStableLshModel model = fitted();
    assertThatThrownBy(() -> model.approxNearestNeighbors(table(rows, 1), table(queries, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of neighbours must be at least 1: 0");
    List<Row> longer = List.of(RowFactory.create(1L, Vectors.dense(new double[3])));
    assertThatThrownBy(() -> model.approxNearestNeighbors(table(rows, 1), table(longer, 1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vectors must have the length the model was fitted to 16: 3");
    assertThatThrownBy(() -> new PStableLsh().setInputCol("vector").fit(table(List.of(), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data set to fit must hold a row: 0");
  }
}
