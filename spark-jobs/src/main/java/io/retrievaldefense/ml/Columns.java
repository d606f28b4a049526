package io.retrievaldefense.ml;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What stages require of their columns, and how vectors become floats and back. */
final class Columns {

  private Columns() {}

  /**
   * @throws IllegalArgumentException if the column is absent or of another type
   */
  static void require(StructType schema, String column, DataType type) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "column must be one of " + Arrays.toString(schema.fieldNames()) + ": " + column);
    }
    DataType found = schema.apply(column).dataType();
    if (!found.equals(type)) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " must be of type "
              + type.simpleString()
              + ": "
              + found.simpleString());
    }
  }

  static void requireVector(StructType schema, String column) {
    require(schema, column, SQLDataTypes.VectorType());
  }

  /**
   * The schema with one more column.
   *
   * @throws IllegalArgumentException if it is there already
   */
  static StructType with(StructType schema, String column, DataType type) {
    if (Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException("output column must not exist yet: " + column);
    }
    return schema.add(column, type, false);
  }

  /** The row with one more value at its end. */
  static Row append(Row row, Object value) {
    Object[] values = new Object[row.size() + 1];
    for (int field = 0; field < row.size(); field++) {
      values[field] = row.get(field);
    }
    values[row.size()] = value;
    return RowFactory.create(values);
  }

  static float[] floats(Vector vector) {
    double[] doubles = vector.toArray();
    float[] values = new float[doubles.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles[i];
    }
    return values;
  }

  static Vector vector(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return Vectors.dense(doubles);
  }
}
