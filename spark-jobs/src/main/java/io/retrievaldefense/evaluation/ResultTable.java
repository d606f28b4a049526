package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of an evaluation as Parquet: one per (example, model, attack, threat, epsilon, group). The
 * digest is of everything that decides the numbers: models, indexes, images, attacks and seed.
 */
public final class ResultTable {

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add("example", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("model", DataTypes.StringType, false)
          .add("attack", DataTypes.StringType, false)
          .add("threat", DataTypes.StringType, false)
          .add("epsilon", DataTypes.DoubleType, false)
          .add("status", DataTypes.StringType, false)
          .add("success", DataTypes.BooleanType, false)
          .add("label_before", DataTypes.IntegerType, false)
          .add("label_after", DataTypes.IntegerType, false)
          .add("norm", DataTypes.DoubleType, false)
          .add("iterations", DataTypes.LongType, false)
          .add("queries", DataTypes.LongType, false)
          .add("gradient_calls", DataTypes.LongType, false)
          .add("zero_gradient_steps", DataTypes.LongType, false)
          .add("loss", DataTypes.DoubleType, false)
          .add("seed", DataTypes.LongType, false)
          .add("restart", DataTypes.IntegerType, false)
          .add("group", DataTypes.StringType, false)
          .add("digest", DataTypes.StringType, false);

  private ResultTable() {}

  /** A row of the table. */
  public static Row row(ResultRow result, String digest) {
    return RowFactory.create(
        result.exampleId(),
        result.label(),
        result.model().toString(),
        result.attack(),
        result.threat(),
        result.epsilon(),
        result.status(),
        result.success(),
        result.labelBefore(),
        result.labelAfter(),
        result.norm(),
        result.iterations(),
        result.queries(),
        result.gradientCalls(),
        result.zeroGradientSteps(),
        result.loss(),
        result.seed(),
        result.restart(),
        result.group(),
        digest);
  }

  /** What a row of the table says. */
  public static ResultRow result(Row row) {
    return new ResultRow(
        row.getLong(0),
        row.getInt(1),
        EvaluatedModel.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getDouble(5),
        row.getString(6),
        row.getBoolean(7),
        row.getInt(8),
        row.getInt(9),
        row.getDouble(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getDouble(15),
        row.getLong(16),
        row.getInt(17),
        row.getString(18));
  }
}
