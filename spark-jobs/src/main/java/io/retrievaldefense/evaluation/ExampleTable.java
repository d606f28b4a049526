package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.EvaluatedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Stored adversarial examples as Parquet: the worst per (example, model, threat, epsilon). The
 * image is float32, little endian, [H, W, C], pixels in [0,1]: what was attacked to the last bit.
 */
public final class ExampleTable {

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add("example", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("model", DataTypes.StringType, false)
          .add("threat", DataTypes.StringType, false)
          .add("crafted", DataTypes.StringType, false)
          .add("epsilon", DataTypes.DoubleType, false)
          .add("attack", DataTypes.StringType, false)
          .add("restart", DataTypes.IntegerType, false)
          .add("robust", DataTypes.BooleanType, false)
          .add("norm", DataTypes.DoubleType, false)
          .add("loss", DataTypes.DoubleType, false)
          .add("label_after", DataTypes.IntegerType, false)
          .add("image", DataTypes.BinaryType, false);

  private ExampleTable() {}

  /** A row of the table. */
  public static Row row(StoredExample example) {
    ByteBuffer bytes =
        ByteBuffer.allocate(example.image().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(example.image());
    return RowFactory.create(
        example.exampleId(),
        example.label(),
        example.model().toString(),
        example.threat(),
        example.crafted(),
        example.epsilon(),
        example.attack(),
        example.restart(),
        example.robust(),
        example.norm(),
        example.loss(),
        example.labelAfter(),
        bytes.array());
  }

  /** What a row of the table says. */
  public static StoredExample example(Row row) {
    byte[] bytes = row.getAs(12);
    float[] image = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(image);
    return new StoredExample(
        row.getLong(0),
        row.getInt(1),
        EvaluatedModel.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getDouble(5),
        row.getString(6),
        row.getInt(7),
        row.getBoolean(8),
        row.getDouble(9),
        row.getDouble(10),
        row.getInt(11),
        image);
  }
}
