package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code study}, {@code detect} and {@code poison} say before anything is run. */
class StudyCommandsTest {
  @TempDir private Path folder;

  private final CommandHarness commands = new CommandHarness();

  @Test
  void aDryRunListsTheRunsAndWritesNothing() throws IOException {
    Files.writeString(folder.resolve("base.conf"), "projection.dimension = 48");
    Path study =
        Files.writeString(
            folder.resolve("study.conf"),
            """
            title = T
            base = base.conf
            seeds = [1, 2]
            factors = [{ key = projection.dimension, values = [16, 48] }]
            """);
    Path out = folder.resolve("out");
    assertThat(
            commands.done("study", study.toString(), "--out", out.toString(), "--dry-run").lines())
        .containsExactly(
            "projection.dimension 48: the same as base",
            "base-seed-1: base, seed 1",
            "projection.dimension-16-seed-1: projection.dimension 16, seed 1",
            "base-seed-2: base, seed 2",
            "projection.dimension-16-seed-2: projection.dimension 16, seed 2",
            "4 runs; nothing was written: this was a dry run");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesWhatIsNoStudyNoShareAndNoCount() {
    String none = folder.resolve("none.conf").toString();
    assertThat(commands.refused("study", none, "--out", folder.toString()))
        .isEqualTo("study file must be readable: " + none);
    assertThat(commands.refused("detect", folder.toString(), "--false-positives", "1"))
        .isEqualTo("--false-positives must be between 0 and 1: 1.0");
    assertThat(commands.refused("poison", folder.toString(), "--planted", "1,-2"))
        .isEqualTo("numbers of planted entries must not be negative, one at least: [1, -2]");
    assertThat(commands.refused("poison", folder.toString(), "--examples", "0"))
        .isEqualTo("number of examples must be at least 1: 0");
  }
}
