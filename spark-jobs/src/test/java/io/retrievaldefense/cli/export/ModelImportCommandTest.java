package io.retrievaldefense.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelImportCommandTest {
  @TempDir private Path folder;

  private Exception refusal;

  private int execute(Path keras, String white) {
    return new CommandLine(new ModelImportCommand())
        .setOut(new PrintWriter(new StringWriter()))
        .setExecutionExceptionHandler(
            (error, line, parsed) -> {
              refusal = error;
              return 2;
            })
        .execute(
            "--keras",
            keras.toString(),
            "--white",
            white,
            "--out",
            folder.resolve("cnn.model").toString());
  }

  @Test
  void refusesAFileOfAnotherKindAndAWhiteThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("cnn.h5"), "not HDF5");
    assertThat(execute(file, "1")).isEqualTo(2);
    assertThat(refusal).hasMessage("Keras model must be an HDF5 file: " + file);
    assertThat(execute(file, "0")).isEqualTo(2);
    assertThat(refusal).hasMessage("--white must be in (0, 65536]: 0.0");
    assertThat(folder.resolve("cnn.model")).doesNotExist();
  }
}
