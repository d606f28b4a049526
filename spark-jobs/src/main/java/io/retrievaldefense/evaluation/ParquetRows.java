package io.retrievaldefense.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as one Parquet file, written and read by any thread of any JVM: Spark's own way needs a job.
 */
final class ParquetRows {

  /** The name of a table's file where it has one. */
  static final String ONLY_FILE = "rows.parquet";

  /** How the names of files end. */
  static final String SUFFIX = ".parquet";

  private ParquetRows() {}

  /** Columns must be required, of type long, int, double, boolean, string or binary. */
  static void write(Path file, StructType schema, List<Row> rows, Configuration hadoop)
      throws IOException {
    MessageType type = message(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withConf(hadoop)
            .withType(type)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Row row : rows) {
        writer.write(group(type, row));
      }
    }
  }

  /**
   * Writes a file that appears by a rename, whole. Of two processes that write the same, either may
   * win.
   */
  static void publish(Path file, StructType schema, List<Row> rows, Configuration hadoop)
      throws IOException {
    Path temporary = new Path(file.getParent(), "." + UUID.randomUUID() + SUFFIX);
    write(temporary, schema, rows, hadoop);
    FileSystem files = file.getFileSystem(hadoop);
    if (!files.rename(temporary, file)) {
      files.delete(temporary, false);
      if (!files.exists(file)) {
        throw new IOException("rename must succeed: " + temporary + " to " + file);
      }
    }
  }

  /** All rows of a file that was written with the same columns. */
  static List<Row> read(Path file, StructType schema, Configuration hadoop) throws IOException {
    List<Row> rows = new ArrayList<>();
    forEach(file, schema, hadoop, rows::add);
    return rows;
  }

  /** The same without keeping them. */
  static void forEach(Path file, StructType schema, Configuration hadoop, Consumer<Row> consumer)
      throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        Object[] values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(group, schema.apply(i));
        }
        consumer.accept(RowFactory.create(values));
      }
    }
  }

  private static Object value(Group group, StructField field) {
    String name = field.name();
    return switch (primitive(field.dataType())) {
      case INT64 -> group.getLong(name, 0);
      case INT32 -> group.getInteger(name, 0);
      case DOUBLE -> group.getDouble(name, 0);
      case BOOLEAN -> group.getBoolean(name, 0);
      default ->
          field.dataType().equals(DataTypes.StringType)
              ? group.getString(name, 0)
              : group.getBinary(name, 0).getBytes();
    };
  }

  private static Group group(MessageType type, Row row) {
    Group group = new SimpleGroup(type);
    for (int i = 0; i < row.length(); i++) {
      Object value = row.get(i);
      if (value instanceof Long v) {
        group.add(i, v);
      } else if (value instanceof Integer v) {
        group.add(i, v);
      } else if (value instanceof Double v) {
        group.add(i, v);
      } else if (value instanceof Boolean v) {
        group.add(i, v);
      } else if (value instanceof byte[] v) {
        group.add(i, Binary.fromConstantByteArray(v));
      } else {
        group.add(i, (String) value);
      }
    }
    return group;
  }

  private static MessageType message(StructType schema) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      PrimitiveTypeName primitive = primitive(field.dataType());
      if (field.dataType().equals(DataTypes.StringType)) {
        message.required(primitive).as(LogicalTypeAnnotation.stringType()).named(field.name());
      } else {
        message.required(primitive).named(field.name());
      }
    }
    return message.named("spark_schema");
  }

  private static PrimitiveTypeName primitive(DataType type) {
    if (type.equals(DataTypes.LongType)) {
      return PrimitiveTypeName.INT64;
    } else if (type.equals(DataTypes.IntegerType)) {
      return PrimitiveTypeName.INT32;
    } else if (type.equals(DataTypes.DoubleType)) {
      return PrimitiveTypeName.DOUBLE;
    } else if (type.equals(DataTypes.BooleanType)) {
      return PrimitiveTypeName.BOOLEAN;
    } else if (type.equals(DataTypes.StringType) || type.equals(DataTypes.BinaryType)) {
      return PrimitiveTypeName.BINARY;
    }
    throw new IllegalArgumentException("column type must be one that is written here: " + type);
  }
}
