package io.retrievaldefense.evaluation;

import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

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
      ExampleTable.write(file(EXAMPLES, unit), result.examples(), hadoop);
    }
    List<Row> rows = result.rows().stream().map(row -> ResultTable.row(row, digest)).toList();
    ParquetRows.publish(file(ROWS, unit), ResultTable.SCHEMA, rows, hadoop);
  }

  /**
   * The rows of units that are done, in their order. They are read here, some files at a time: a
   * Spark job takes seconds for files as small as these.
   */
  public List<ResultRow> rows(List<WorkUnit> done, Configuration hadoop) throws IOException {
    try {
      return done.parallelStream().flatMap(unit -> rows(unit, hadoop).stream()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<ResultRow> rows(WorkUnit unit, Configuration hadoop) {
    try {
      return ParquetRows.read(file(ROWS, unit), ResultTable.SCHEMA, hadoop).stream()
          .map(ResultTable::result)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The examples of some images that a unit which is done has kept; some units keep none. */
  public List<StoredExample> examples(WorkUnit unit, Set<Long> ids, Configuration hadoop)
      throws IOException {
    Path file = file(EXAMPLES, unit);
    return files(hadoop).exists(file) ? ExampleTable.read(file, ids, hadoop) : List.of();
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
    return new Path(new Path(folder, kind), unit.id() + ParquetRows.SUFFIX);
  }

  private FileSystem files(Configuration hadoop) throws IOException {
    return new Path(folder).getFileSystem(hadoop);
  }
}
