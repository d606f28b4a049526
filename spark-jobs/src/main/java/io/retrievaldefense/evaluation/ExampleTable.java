package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Stored adversarial examples as Parquet: the worst per (example, model, threat, epsilon). The
 * image is float32, little endian, [H, W, C], pixels in [0,1]: what was attacked to the last bit.
 */
public final class ExampleTable {

  private static final TableOf<StoredExample> TABLE =
      new TableOf<StoredExample>()
          .with("example", DataTypes.LongType, StoredExample::exampleId)
          .with("label", DataTypes.IntegerType, StoredExample::label)
          .with("model", DataTypes.StringType, example -> example.model().toString())
          .with("threat", DataTypes.StringType, StoredExample::threat)
          .with("crafted", DataTypes.StringType, StoredExample::crafted)
          .with("epsilon", DataTypes.DoubleType, StoredExample::epsilon)
          .with("attack", DataTypes.StringType, StoredExample::attack)
          .with("restart", DataTypes.IntegerType, StoredExample::restart)
          .with("robust", DataTypes.BooleanType, StoredExample::robust)
          .with("norm", DataTypes.DoubleType, StoredExample::norm)
          .with("loss", DataTypes.DoubleType, StoredExample::loss)
          .with("label_after", DataTypes.IntegerType, StoredExample::labelAfter)
          .with("image", DataTypes.BinaryType, example -> bytes(example.image()));

  /** The columns. */
  public static final StructType SCHEMA = TABLE.schema();

  private ExampleTable() {}

  /**
   * Writes a part of the table as a file that appears whole.
   *
   * @param file may be there already, with the same
   * @param examples in the order of the file
   * @param hadoop Hadoop's settings
   */
  public static void write(Path file, List<StoredExample> examples, Configuration hadoop)
      throws IOException {
    ParquetRows.publish(file, SCHEMA, examples.stream().map(TABLE::row).toList(), hadoop);
  }

  /** Those of a file that are of some images, in the file's order. */
  public static List<StoredExample> read(Path file, Set<Long> ids, Configuration hadoop)
      throws IOException {
    return ParquetRows.read(file, SCHEMA, hadoop).stream()
        .filter(row -> ids.contains(row.getLong(0)))
        .map(ExampleTable::example)
        .toList();
  }

  /** What a row of the table says. */
  public static StoredExample example(Row row) {
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
        image(row.getAs(12)));
  }

  /** An image of the table. */
  public static float[] image(byte[] bytes) {
    float[] image = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(image);
    return image;
  }

  private static byte[] bytes(float[] image) {
    ByteBuffer bytes =
        ByteBuffer.allocate(image.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(image);
    return bytes.array();
  }
}
