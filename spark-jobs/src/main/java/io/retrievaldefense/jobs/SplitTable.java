package io.retrievaldefense.jobs;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Tables with a folder per split. */
final class SplitTable {

  private SplitTable() {}

  /** Writes rows of a schema with the column {@link ImageTable#SPLIT}, which names the folder. */
  static DataFrameWriter<Row> writer(SparkSession spark, JavaRDD<Row> rows, StructType schema) {
    return spark.createDataFrame(rows, schema).write().partitionBy(ImageTable.SPLIT);
  }
}
