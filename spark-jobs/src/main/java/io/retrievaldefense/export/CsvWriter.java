package io.retrievaldefense.export;

import io.retrievaldefense.report.Csv;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes comma-separated values, UTF-8, each line ended by a line feed (RFC 4180 otherwise). */
final class CsvWriter implements Closeable {
  private final BufferedWriter out;
  private final int columns;

  CsvWriter(Path file, List<String> columns) throws IOException {
    this.columns = columns.size();
    out = Files.newBufferedWriter(file);
    write(columns);
  }

  /** Appends a line; numbers and truth values as Java prints them. */
  void write(List<?> values) throws IOException {
    if (values.size() != columns) {
      throw new IllegalArgumentException("line must have " + columns + " values: " + values.size());
    }
    for (int i = 0; i < columns; i++) {
      out.write(i == 0 ? "" : ",");
      out.write(Csv.quoted(String.valueOf(values.get(i))));
    }
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
