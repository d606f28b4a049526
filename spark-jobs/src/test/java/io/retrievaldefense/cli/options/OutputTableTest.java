package io.retrievaldefense.cli.options;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTableTest {
  @TempDir private Path folder;

  private void require(Path table) throws IOException {
    OutputTable.require(table.toString(), new Configuration());
  }

  @Test
  void foldersThatAreMissingOnTheWayAreMade() {
    assertThatCode(() -> require(folder.resolve("a/b/found.parquet"))).doesNotThrowAnyException();
    assertThatCode(() -> OutputTable.require("found.parquet", new Configuration()))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsThereAlreadyOrBelowAFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("found.parquet"));
    assertThatThrownBy(() -> require(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage("table to write must not be there yet: " + file);
    Path below = file.resolve("a/found.parquet");
    assertThatThrownBy(() -> require(below))
        .isInstanceOf(BadInputException.class)
        .hasMessage("folder of the table to write must be a folder: file:" + file + " of " + below);
  }
}
