package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.index.projection.ScalingEstimator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Features: Parquet of (id, label, h [D], h' [d]), a folder per split. */
final class FeatureTable {

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("h", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("projected", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add(ImageTable.SPLIT, DataTypes.StringType, false);

  private FeatureTable() {}

  static Path path(Path step) {
    return new Path(step, "features");
  }

  /** Writes rows of the schema, a folder per split. */
  static void write(SparkSession spark, JavaRDD<Row> rows, Path step) {
    SplitTable.writer(spark, rows, SCHEMA).parquet(path(step).toString());
  }

  /** The features of one split, in no order. */
  static Dataset<Row> read(SparkSession spark, Path step, Split split) {
    return spark
        .read()
        .schema(SCHEMA)
        .parquet(path(step).toString())
        .where(col(ImageTable.SPLIT).equalTo(split.id()))
        .select("id", "label", "h", "projected");
  }

  /**
   * Centre and scale of h' over rows of the table, by sums that are exact and so the same for any
   * partitioning.
   *
   * @param dimension d
   */
  static Scaling scaling(JavaRDD<Row> rows, int dimension) {
    return rows.treeAggregate(
            new ScalingEstimator(dimension),
            (estimator, row) -> {
              estimator.add(floats(row, 3));
              return estimator;
            },
            (left, right) -> {
              left.merge(right);
              return left;
            })
        .scaling();
  }

  /** A vector of a row that was read, or of one that a task has made. */
  static float[] floats(Row row, int column) {
    if (row.get(column) instanceof float[] made) {
      return made;
    }
    List<Float> boxed = row.getList(column);
    float[] values = new float[boxed.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed.get(i);
    }
    return values;
  }
}
