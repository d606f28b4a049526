package io.retrievaldefense.jobs;

import static org.apache.spark.sql.functions.col;

import io.retrievaldefense.classifier.Retrieved;
import io.retrievaldefense.classifier.RetrievedExamples;
import io.retrievaldefense.index.query.NeighborIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Retrieved sets: Parquet of (id, label, h [D], neighbours' ids, squared distances, labels and rows
 * in the index [N], nearest first), a folder per split.
 */
final class NeighborTable {

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("h", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("neighbors", DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add("distances", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("labels", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("rows", DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add(ImageTable.SPLIT, DataTypes.StringType, false);

  private NeighborTable() {}

  static Path path(Path step) {
    return new Path(step, "neighbors");
  }

  /** Writes rows of the schema, a folder per split. */
  static void write(SparkSession spark, JavaRDD<Row> rows, Path step) {
    SplitTable.writer(spark, rows, SCHEMA).parquet(path(step).toString());
  }

  /** The row of a feature (as {@link FeatureTable#read} yields it) and what was found for it. */
  static Row row(Row feature, FoundNeighbors found, Split split) {
    return row(
        feature.getLong(0), feature.getInt(1), FeatureTable.floats(feature, 2), found, split);
  }

  /** The row of a query's id, label and feature, and what was found for it. */
  static Row row(long id, int label, float[] feature, FoundNeighbors found, Split split) {
    return RowFactory.create(
        id,
        label,
        feature,
        found.ids(),
        found.distances(),
        found.labels(),
        found.rows(),
        split.id());
  }

  /** Retrieved sets of splits on the driver, by id; neighbours' features stay in the index. */
  static RetrievedExamples examples(
      SparkSession spark, Path step, List<Split> splits, NeighborIndex index) {
    Object[] names = splits.stream().map(Split::id).toArray();
    List<Row> rows =
        new ArrayList<>(
            spark
                .read()
                .schema(SCHEMA)
                .parquet(path(step).toString())
                .where(col(ImageTable.SPLIT).isin(names))
                .collectAsList());
    rows.sort(Comparator.comparingLong(row -> row.getLong(0)));
    int n = rows.size();
    int[] labels = new int[n];
    float[][] features = new float[n][];
    long[][] found = new long[n][];
    int[][] foundLabels = new int[n][];
    for (int i = 0; i < n; i++) {
      labels[i] = rows.get(i).getInt(1);
      features[i] = FeatureTable.floats(rows.get(i), 2);
      found[i] = rows.get(i).<Long>getList(6).stream().mapToLong(row -> row).toArray();
      foundLabels[i] = rows.get(i).<Integer>getList(5).stream().mapToInt(label -> label).toArray();
    }
    return new Examples(labels, features, found, foundLabels, index);
  }

  private record Examples(
      int[] labels, float[][] features, long[][] rows, int[][] foundLabels, NeighborIndex index)
      implements RetrievedExamples {

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public int label(int example) {
      return labels[example];
    }

    @Override
    public float[] feature(int example) {
      return features[example];
    }

    @Override
    public Retrieved retrieved(int example, int neighbors) {
      int n = Math.min(neighbors, rows[example].length);
      float[][] found = new float[n][index.featureDimension()];
      int[] labelsFound = new int[n];
      for (int i = 0; i < n; i++) {
        index.copyFeature(rows[example][i], found[i], 0);
        labelsFound[i] = foundLabels[example][i];
      }
      return new Retrieved(found, labelsFound);
    }
  }
}
