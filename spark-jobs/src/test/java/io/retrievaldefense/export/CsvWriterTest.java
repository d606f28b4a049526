package io.retrievaldefense.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvWriterTest {
  @TempDir private Path folder;

  @Test
  void quotesWhatHasAMeaning() throws IOException {
    Path file = folder.resolve("a.csv");
    try (CsvWriter csv = new CsvWriter(file, List.of("attack", "epsilon", "robust"))) {
      csv.write(List.of("square", 0.02, true));
      csv.write(List.of("a,b \"c\"\nd", 1e-9, false));
      assertThatThrownBy(() -> csv.write(List.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("line must have 3 values: 1");
    }
    assertThat(file)
        .hasContent("attack,epsilon,robust\nsquare,0.02,true\n\"a,b \"\"c\"\"\nd\",1.0E-9,false\n");
  }
}
