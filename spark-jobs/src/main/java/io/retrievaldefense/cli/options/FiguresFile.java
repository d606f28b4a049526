package io.retrievaldefense.cli.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file that a benchmark also writes its figures to, if one is named. */
public final class FiguresFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
  private Path file;

  /** Filled in by picocli. */
  public FiguresFile() {}

  /**
   * Refuses a file that could not be written; to be called before the work.
   *
   * @throws io.retrievaldefense.config.BadInputException if its folder is not there, or it is no
   *     file
   */
  public void requireWritable() {
    if (file != null) {
      OutputFile.of(file);
    }
  }

  /**
   * Writes the figures where they are wanted, as a whole or not at all.
   *
   * @param figures all of them
   * @throws IOException if they cannot be written
   */
  public void write(JsonNode figures) throws IOException {
    if (file != null) {
      OutputFile.of(file).write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(figures));
    }
  }
}
