package io.retrievaldefense.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A table with a column for each part of a value, none of them null.
 *
 * @param <T> what a row is made of
 */
final class TableOf<T> {
  private final List<Function<T, ?>> parts = new ArrayList<>();
  private StructType schema = new StructType();

  /** With one more column. */
  TableOf<T> with(String name, DataType type, Function<T, ?> part) {
    schema = schema.add(name, type, false);
    parts.add(part);
    return this;
  }

  StructType schema() {
    return schema;
  }

  Row row(T value) {
    return RowFactory.create(parts.stream().map(part -> (Object) part.apply(value)).toArray());
  }
}
