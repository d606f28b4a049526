package io.retrievaldefense.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void isWrittenAndReplacedWithNothingBesideIt() throws IOException {
    Path file = folder.resolve("a b 12:30.csv");
    OutputFile.of(file).write(bytes("first, and longer"));
    OutputFile.of(file).write(bytes("second"));
    assertThat(file).hasContent("second");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path file = Files.writeString(folder.resolve("file.csv"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    OutputFile.of(link).write(bytes("after"));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforehand() {
    Path missing = folder.resolve("none/file.csv");
    assertThatThrownBy(() -> OutputFile.of(missing))
        .isInstanceOf(BadInputException.class)
        .hasMessage("folder of the file to write must exist: " + missing);
    assertThatThrownBy(() -> OutputFile.of(folder))
        .hasMessage("file to write must be a regular one: " + folder);
  }
}
