package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrievaldefense.index.build.BuildSettings;
import io.retrievaldefense.index.build.VectorIndexBuilder;
import io.retrievaldefense.index.manifest.IndexStore;
import io.retrievaldefense.index.vectors.ClusteredVectors;
import io.retrievaldefense.index.vectors.VectorReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the export commands refuse, and that they then have written nothing. */
class ExportCommandsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("export");
  }

  private int execute(String... arguments) {
    return Main.commandLine(Commands.all())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int export(String what, Path run) {
    return execute(what, "export", "--run", run.toString(), "--out", target.toString());
  }

  private Path emptyRun() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("run.json"), "{}");
    return run;
  }

  @Test
  void anUnknownFormat() throws IOException {
    String run = emptyRun().toString();
    assertThat(
            execute("model", "export", "--run", run, "--out", target.toString(), "--format", "h5"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'--format'", "'h5'", "[ONNX]");
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderThatIsNoRun() {
    assertThat(export("model", folder)).isEqualTo(2);
    assertThat(err).hasToString("error: folder must hold a run: " + folder + " has no run.json\n");
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderThatIsNeitherRunNorIndex() {
    assertThat(export("index", folder)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: " + folder);
    assertThat(target).doesNotExist();
  }

  @Test
  void aRunThatHasNotGotThatFar() throws IOException {
    Path run = emptyRun();
    assertThat(export("model", run)).isEqualTo(2);
    assertThat(export("index", run)).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "error: run must have train-classifier finished: it has not been run, in file:"
                + run
                + "\nerror: run must have build-index finished: it has not been run, in file:"
                + run
                + "\n");
    assertThat(target).doesNotExist();
  }

  @Test
  void aTargetThatHoldsSomethingBeforeAnythingIsRead() throws IOException {
    Files.writeString(Files.createDirectory(target).resolve("a"), "");
    assertThat(export("model", emptyRun())).isEqualTo(2);
    assertThat(err).hasToString("error: export folder must be empty: " + target + " holds a\n");
  }

  @Test
  void groupsWithoutACommand() {
    assertThat(execute("model")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("error: Missing required subcommand: export, import; see ");
  }

  @Test
  void anIndexOfVectorsAloneHasFeaturesOfLengthZero() throws IOException {
    Path location = folder.resolve("vectors.index");
    new VectorIndexBuilder(IndexStore.at(location.toString()), BuildSettings.defaults(1, "test"))
        .build(() -> new ClusteredVectors(8, 0, 40, 1));
    assertThat(export("index", location)).isZero();
    assertThat(out)
        .hasToString(
            "README.txt, centre.npy, features.npy, ids.npy, labels.npy, vectors.npy and"
                + " manifest.json written to "
                + target
                + "\n");
    assertThat(VectorReader.readAll(target.resolve("vectors.npy"))).hasDimensions(40, 8);
    assertThat(Files.readString(target.resolve("features.npy"), StandardCharsets.ISO_8859_1))
        .contains("(40, 0)");
  }
}
