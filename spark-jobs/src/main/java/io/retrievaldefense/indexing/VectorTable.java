package io.retrievaldefense.indexing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.retrievaldefense.config.BadInputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet table of vectors: {@code id} of whole numbers, {@code vector} (or the only column that
 * can be one) of arrays of float or double or MLlib's vectors, and {@code label} of whole numbers,
 * which may be absent: then all are 0.
 */
public final class VectorTable {
  /** The number of classes, one more than the highest label, must be a number too. */
  public static final int HIGHEST_LABEL = Integer.MAX_VALUE - 1;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private final String location;
  private final Dataset<Row> rows;

  private VectorTable(String location, Dataset<Row> rows) {
    this.location = location;
    this.rows = rows;
  }

  /**
   * Opens a table.
   *
   * @param location a Parquet file or a folder of them, path or URI
   * @throws BadInputException when it is not there or lacks a column
   */
  public static VectorTable open(SparkSession spark, String location) throws IOException {
    requireParquet(spark, location);
    Dataset<Row> read = spark.read().parquet(location);
    StructType schema = read.schema();
    Column id =
        column(schema, "id", WHOLE)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "table must have a column id of whole numbers: "
                            + schema.simpleString()
                            + " in "
                            + location));
    Column label = column(schema, "label", WHOLE).orElse(lit(0));
    return new VectorTable(
        location,
        read.select(
            id.cast(DataTypes.LongType).as("id"),
            label.cast(DataTypes.LongType).as("label"),
            vector(schema, location).as("vector")));
  }

  private static void requireParquet(SparkSession spark, String location) throws IOException {
    Path path = new Path(location);
    FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    if (!files.exists(path)) {
      throw new BadInputException("vectors must exist: " + location);
    }
    if (files.getFileStatus(path).isDirectory()) {
      return;
    }
    byte[] start = new byte[MAGIC.length];
    try (DataInputStream in = files.open(path)) {
      in.readFully(start);
    } catch (EOFException e) {
      throw new BadInputException("table must be Parquet: " + location, e);
    }
    if (!Arrays.equals(start, MAGIC)) {
      throw new BadInputException("table must be Parquet: " + location);
    }
  }

  private static Optional<Column> column(StructType schema, String name, List<DataType> types) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name) && types.contains(field.dataType()))
        .findFirst()
        .map(field -> col("`" + name + "`"));
  }

  private static Column vector(StructType schema, String location) {
    List<StructField> fields =
        Arrays.stream(schema.fields()).filter(field -> isVector(field.dataType())).toList();
    StructField chosen =
        fields.stream()
            .filter(field -> fields.size() == 1 || field.name().equals("vector"))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "table must have a column vector of array<float>: "
                            + schema.simpleString()
                            + " in "
                            + location));
    Column column = col("`" + chosen.name() + "`");
    return chosen.dataType() instanceof ArrayType
        ? column.cast(DataTypes.createArrayType(DataTypes.FloatType))
        : functions.vector_to_array(column, "float32");
  }

  private static boolean isVector(DataType type) {
    if (type instanceof ArrayType array) {
      return array.elementType().equals(DataTypes.FloatType)
          || array.elementType().equals(DataTypes.DoubleType);
    }
    return type.typeName().equals("vector");
  }

  /** How many rows there are. */
  public long count() {
    return rows.count();
  }

  /** Where it is. */
  String location() {
    return location;
  }

  /** Columns id, label, vector. */
  Dataset<Row> dataset() {
    return rows;
  }

  /** All rows, checked one by one as they are read. */
  JavaRDD<VectorRow> rows() {
    // Rows as Spark has them: arrays are copied, not boxed.
    return rows.queryExecution().toRdd().toJavaRDD().map(VectorTable::row);
  }

  private static VectorRow row(InternalRow row) {
    if (row.isNullAt(0) || row.isNullAt(1) || row.isNullAt(2)) {
      throw new BadInputException(
          "row must have no null: "
              + (row.isNullAt(0) ? "in a row without id" : "in the row of id " + row.getLong(0)));
    }
    ArrayData array = row.getArray(2);
    float[] vector = array.toFloatArray();
    for (int i = 0; i < vector.length; i++) {
      if (array.isNullAt(i) || !Float.isFinite(vector[i])) {
        throw new BadInputException(
            "vector must be finite: "
                + (array.isNullAt(i) ? "null" : vector[i])
                + " in the row of id "
                + row.getLong(0));
      }
    }
    long label = row.getLong(1);
    if (label < 0 || label > HIGHEST_LABEL) {
      throw new BadInputException(
          "label must be in [0, %d]: %d in the row of id %d"
              .formatted(HIGHEST_LABEL, label, row.getLong(0)));
    }
    return new VectorRow(row.getLong(0), (int) label, vector);
  }
}
