package io.retrievaldefense.indexing;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.index.manifest.IndexManifest;
import io.retrievaldefense.index.query.Neighbor;
import io.retrievaldefense.index.query.SearchResult;
import io.retrievaldefense.index.shard.ShardReceipt;
import io.retrievaldefense.index.vectors.VectorFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Answers as files: {@code .ivecs} with the ids of each query's neighbours, or Parquet of (query,
 * neighbours' ids, squared distances, labels), nearest first.
 */
public final class AnswerTable {
  private static final StructType SCHEMA =
      new StructType()
          .add("query", DataTypes.LongType, false)
          .add("neighbors", DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add("distances", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("labels", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  /** Rows travel in the tasks that write them: few enough to keep a task below a megabyte. */
  private static final int ROWS_PER_TASK = 1000;

  private AnswerTable() {}

  /**
   * Refuses an index with ids that {@code .ivecs} cannot hold, before it is searched; not one of
   * which rows are deleted, since it may be these.
   *
   * @param file that answers are to be written to
   * @param manifest of the index
   * @throws BadInputException when an id needs more than 31 bits
   */
  public static void requireIvecs(Path file, IndexManifest manifest) {
    if (!manifest.deletions().isEmpty()) {
      return;
    }
    for (ShardReceipt shard : manifest.shards()) {
      requireShort(file, shard.firstId());
      requireShort(file, shard.lastId());
    }
  }

  /**
   * Writes {@code .ivecs}.
   *
   * @throws BadInputException when an id needs more than 31 bits
   */
  public static void writeIvecs(Path file, List<SearchResult> answers) throws IOException {
    int[][] ids = new int[answers.size()][];
    for (int q = 0; q < ids.length; q++) {
      ids[q] =
          answers.get(q).neighbors().stream().mapToInt(neighbor -> id(file, neighbor)).toArray();
    }
    VectorFiles.writeIvecs(file, ids);
  }

  private static int id(Path file, Neighbor neighbor) {
    requireShort(file, neighbor.id());
    return (int) neighbor.id();
  }

  private static void requireShort(Path file, long id) {
    if (id < 0 || id > Integer.MAX_VALUE) {
      throw new BadInputException(
          "ids must have at most 31 bits to be written to " + file + ": " + id);
    }
  }

  /** Writes Parquet, a folder that must not be there yet. */
  public static void writeParquet(
      SparkSession spark, String location, QuerySet queries, List<SearchResult> answers) {
    List<Row> rows = new ArrayList<>();
    for (int q = 0; q < answers.size(); q++) {
      List<Neighbor> neighbors = answers.get(q).neighbors();
      float[] distances = new float[neighbors.size()];
      for (int i = 0; i < distances.length; i++) {
        distances[i] = neighbors.get(i).squaredDistance();
      }
      rows.add(
          RowFactory.create(
              queries.ids()[q],
              neighbors.stream().mapToLong(Neighbor::id).toArray(),
              distances,
              neighbors.stream().mapToInt(Neighbor::label).toArray()));
    }
    int slices = Math.max(1, rows.size() / ROWS_PER_TASK);
    spark
        .createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, slices),
            SCHEMA)
        .write()
        .parquet(location);
  }
}
