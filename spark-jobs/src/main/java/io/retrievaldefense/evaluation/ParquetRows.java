package io.retrievaldefense.evaluation;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes rows as one Parquet file, from any thread of any JVM: Spark's own writer needs a job. */
final class ParquetRows {

  /** The name of a table's file where it has one. */
  static final String ONLY_FILE = "rows.parquet";

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
