package io.retrievaldefense.rebuild;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** {@code metrics.json}: what the last rebuild came to. */
public final class RebuildMetrics {

  /** Name of the file. */
  public static final String FILE = "metrics.json";

  private RebuildMetrics() {}

  /**
   * Replaces the file.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(RebuildResult result, Path file, Configuration hadoop)
      throws IOException {
    byte[] json =
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(result);
    try (OutputStream stream = file.getFileSystem(hadoop).create(file, true)) {
      stream.write(json);
    }
  }
}
