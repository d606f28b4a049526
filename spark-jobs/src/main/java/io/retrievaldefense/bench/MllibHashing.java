package io.retrievaldefense.bench;

import io.retrievaldefense.index.bench.BenchmarkRow;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

/** The LSH that comes with Spark, {@code BucketedRandomProjectionLSH}, on cached rows. */
final class MllibHashing implements AutoCloseable {
  private static final int TABLES = 5;

  /** Buckets of this many units of scale: about one row in ten is met in some table. */
  private static final double LENGTH_IN_SCALES = 0.5;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private final SparkSession spark;
  private final Dataset<Row> hashed;
  private final BucketedRandomProjectionLSHModel model;
  private final int rows;
  private final int dimension;

  private MllibHashing(
      SparkSession spark,
      Dataset<Row> hashed,
      BucketedRandomProjectionLSHModel model,
      int rows,
      int dimension) {
    this.spark = spark;
    this.hashed = hashed;
    this.model = model;
    this.rows = rows;
    this.dimension = dimension;
  }

  /**
   * Hashes vectors and keeps them in Spark's memory.
   *
   * @param vectors to search
   * @param manifest of an index over the same, for their scale
   * @param threads of the embedded Spark
   */
  static MllibHashing fit(VectorReader vectors, IndexManifest manifest, int threads)
      throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", Integer.toString(threads))
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    List<Row> rows = new ArrayList<>();
    float[] vector = new float[vectors.dimension()];
    while (vectors.next(vector)) {
      rows.add(RowFactory.create((long) rows.size(), dense(vector)));
    }
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA).repartition(threads);
    BucketedRandomProjectionLSHModel model =
        new BucketedRandomProjectionLSH()
            .setInputCol("features")
            .setOutputCol("hashes")
            .setNumHashTables(TABLES)
            .setBucketLength(LENGTH_IN_SCALES * manifest.schema().scaling().scale())
            .setSeed(IndexTrial.DATA_SEED)
            .fit(table);
    Dataset<Row> hashed = model.transform(table).cache();
    hashed.count();
    return new MllibHashing(spark, hashed, model, rows.size(), vector.length);
  }

  private static Vector dense(float[] vector) {
    double[] values = new double[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector[i];
    }
    return Vectors.dense(values);
  }

  /** Asks one query after the other, as its interface has it; the first is for warming up. */
  BenchmarkRow measure(float[][] queries, long[][] truth, int neighbors, int threads) {
    search(queries[0], neighbors);
    long found = 0;
    long start = System.nanoTime();
    for (int q = 0; q < queries.length; q++) {
      Set<Long> ids = search(queries[q], neighbors);
      for (long id : truth[q]) {
        found += ids.contains(id) ? 1 : 0;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new BenchmarkRow(
        "mllib",
        rows,
        dimension,
        threads,
        (double) found / ((long) queries.length * neighbors),
        queries.length / seconds,
        0,
        0,
        "tables=" + TABLES + " bucketLength=" + LENGTH_IN_SCALES + " scale");
  }

  private Set<Long> search(float[] query, int neighbors) {
    Set<Long> ids = new HashSet<>();
    model
        .approxNearestNeighbors(hashed, dense(query), neighbors)
        .select("id")
        .collectAsList()
        .forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
