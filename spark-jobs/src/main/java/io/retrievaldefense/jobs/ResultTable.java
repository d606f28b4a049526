package io.retrievaldefense.jobs;

import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of an evaluation as Parquet: one per (example, model, attack, threat, epsilon). */
final class ResultTable {

  static final StructType SCHEMA =
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
          .add("seed", DataTypes.LongType, false);

  static final StructType PREDICTION_SCHEMA =
      new StructType()
          .add("example", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("model", DataTypes.StringType, false)
          .add("predicted", DataTypes.IntegerType, false);

  private ResultTable() {}

  static Row row(ResultRow result) {
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
        result.seed());
  }

  static ResultRow result(Row row) {
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
        row.getLong(16));
  }

  static Row row(SliceEvaluator.Prediction prediction) {
    return RowFactory.create(
        prediction.id(), prediction.label(), prediction.model().toString(), prediction.predicted());
  }

  static SliceEvaluator.Prediction prediction(Row row) {
    return new SliceEvaluator.Prediction(
        row.getLong(0), row.getInt(1), EvaluatedModel.of(row.getString(2)), row.getInt(3));
  }
}
