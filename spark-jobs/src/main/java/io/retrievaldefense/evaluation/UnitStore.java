package io.retrievaldefense.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What units of work found, a Parquet file of rows and one of examples each, in a folder that
 * outlives the process: whoever starts again finds what is done. A file appears by a rename, rows
 * last, so that a unit with rows is whole. Two processes that do the same unit write the same
 * bytes, and either may win.
 *
 * @param folder of this evaluation and no other
 * @param digest of everything that decides the numbers, written into every row
 */
public record UnitStore(String folder, String digest) implements Serializable {

  private static final String ROWS = "rows";
  private static final String EXAMPLES = "examples";
  private static final String SUFFIX = ".parquet";

  /** Those of the units of which nothing is kept. */
  public List<WorkUnit> missing(List<WorkUnit> units, Configuration hadoop) throws IOException {
    List<WorkUnit> missing = new ArrayList<>();
    for (WorkUnit unit : units) {
      if (!files(hadoop).exists(file(ROWS, unit))) {
        missing.add(unit);
      }
    }
    return missing;
  }

  /** Keeps what a unit found. */
  public void write(WorkUnit unit, UnitResult result, Configuration hadoop) throws IOException {
    if (!result.examples().isEmpty()) {
      List<Row> examples = result.examples().stream().map(ExampleTable::row).toList();
      publish(file(EXAMPLES, unit), ExampleTable.SCHEMA, examples, hadoop);
    }
    List<Row> rows = result.rows().stream().map(row -> ResultTable.row(row, digest)).toList();
    publish(file(ROWS, unit), ResultTable.SCHEMA, rows, hadoop);
  }

  private void publish(Path file, StructType schema, List<Row> rows, Configuration hadoop)
      throws IOException {
    Path temporary = new Path(file.getParent(), "." + UUID.randomUUID() + SUFFIX);
    ParquetRows.write(temporary, schema, rows, hadoop);
    FileSystem files = files(hadoop);
    if (!files.rename(temporary, file)) {
      files.delete(temporary, false);
      if (!files.exists(file)) {
        throw new IOException("rename must succeed: " + temporary + " to " + file);
      }
    }
  }

  /** The rows of units that are done. */
  public Dataset<Row> rows(SparkSession spark, List<WorkUnit> done) throws IOException {
    return read(spark, ROWS, ResultTable.SCHEMA, done);
  }

  /** The examples of units that are done; some have none. */
  public Dataset<Row> examples(SparkSession spark, List<WorkUnit> done) throws IOException {
    return read(spark, EXAMPLES, ExampleTable.SCHEMA, done);
  }

  private Dataset<Row> read(SparkSession spark, String kind, StructType schema, List<WorkUnit> done)
      throws IOException {
    FileSystem files = files(spark.sparkContext().hadoopConfiguration());
    List<String> paths = new ArrayList<>();
    for (WorkUnit unit : done) {
      Path file = file(kind, unit);
      if (files.exists(file)) {
        paths.add(file.toString());
      }
    }
    return paths.isEmpty()
        ? spark.createDataFrame(List.of(), schema)
        : spark.read().schema(schema).parquet(paths.toArray(String[]::new));
  }

  /** Removes what other evaluations have left beside this one. */
  public void sweepOthers(Configuration hadoop) throws IOException {
    FileSystem files = files(hadoop);
    Path own = new Path(folder);
    if (files.exists(own.getParent())) {
      for (FileStatus entry : files.listStatus(own.getParent())) {
        if (!entry.getPath().getName().equals(own.getName())) {
          files.delete(entry.getPath(), true);
        }
      }
    }
  }

  private Path file(String kind, WorkUnit unit) {
    return new Path(new Path(folder, kind), unit.id() + SUFFIX);
  }

  private FileSystem files(Configuration hadoop) throws IOException {
    return new Path(folder).getFileSystem(hadoop);
  }
}
