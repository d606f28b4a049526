package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What models answer to clean images, as Parquet: one row per (example, model). */
public final class CleanTable {

  private static final TableOf<ResultRow> TABLE =
      new TableOf<ResultRow>()
          .with("example", DataTypes.LongType, ResultRow::exampleId)
          .with("label", DataTypes.IntegerType, ResultRow::label)
          .with("model", DataTypes.StringType, row -> row.model().toString())
          .with("predicted", DataTypes.IntegerType, ResultRow::labelBefore);

  /** The columns. */
  public static final StructType SCHEMA = TABLE.schema();

  private CleanTable() {}

  /**
   * Writes rows of clean images as one file.
   *
   * @param folder of the table
   * @param rows in any order
   * @param hadoop Hadoop's settings
   */
  public static void write(Path folder, Collection<ResultRow> rows, Configuration hadoop)
      throws IOException {
    List<Row> sorted =
        rows.stream()
            .sorted(Comparator.comparing(ResultRow::model).thenComparingLong(ResultRow::exampleId))
            .map(TABLE::row)
            .toList();
    ParquetRows.write(new Path(folder, ParquetRows.ONLY_FILE), SCHEMA, sorted, hadoop);
  }

  /** What a row of the table says. */
  public static ResultRow result(Row row) {
    EvaluatedModel model = EvaluatedModel.of(row.getString(2));
    return ResultRow.clean(model, row.getLong(0), row.getInt(1), row.getInt(3));
  }
}
