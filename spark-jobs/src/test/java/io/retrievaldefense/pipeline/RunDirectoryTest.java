package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path folder;

  private RunDirectory open(String... settings) throws IOException {
    return RunDirectory.open(
        new org.apache.hadoop.fs.Path(folder.toUri()),
        new Configuration(),
        RunConfigReader.defaults(settings));
  }

  private String shown() {
    return new org.apache.hadoop.fs.Path(folder.toUri()).toString();
  }

  @Test
  void anEmptyFolderAndTheSameRunsFolderAreAccepted() throws IOException {
    open().close();
    assertThatCode(() -> open("extractor.epochs=2").close()).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherRunsFolder() throws IOException {
    open().close();
    assertThatThrownBy(() -> open("seed=2"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "output folder must hold no other run than one with seed = 2: %s holds one with 1",
            shown());
    assertThatThrownBy(() -> open("data.test.count=5", "attacks.examples=5"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one with data.test.count = 5");
  }

  @Test
  void refusesForeignFiles() throws IOException {
    Files.writeString(folder.resolve("holiday.txt"), "sea");
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessage("output folder must be empty or hold a run: %s holds holiday.txt", shown());
    assertThat(folder.resolve("run.json")).doesNotExist();
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () ->
                RunDirectory.open(
                    new org.apache.hadoop.fs.Path(file.toUri()),
                    new Configuration(),
                    RunConfigReader.defaults()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("output folder must be a folder: ");
  }

  @Test
  void refusesAnIdentityItCannotRead() throws IOException {
    Files.writeString(folder.resolve("run.json"), "{");
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessage("output folder must hold a run with a readable run.json: %s", shown());
    Files.writeString(folder.resolve("run.json"), "{\"format\": \"later\"}");
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "output folder must hold a run of format retrieval-defense-run-1: %s holds later",
            shown());
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    RunDirectory first = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("output folder must not be in use by another process: ");
    first.close();
    assertThatCode(() -> open().close()).doesNotThrowAnyException();
  }

  @Test
  void replacesAFileAsAWhole() throws IOException {
    try (RunDirectory directory = open()) {
      directory.write("results.csv", new byte[] {1, 2});
      directory.write("results.csv", new byte[] {3});
    }
    assertThat(folder.resolve("results.csv")).hasBinaryContent(new byte[] {3});
    assertThat(folder.resolve(".results.csv.crc")).doesNotExist();
  }
}
