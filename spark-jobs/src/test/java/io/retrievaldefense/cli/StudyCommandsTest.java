package io.retrievaldefense.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code table} prints; what {@code study} and others say before anything is run. */
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
  void aTableIsOfStudiesByFolderOrFile() throws IOException {
    String csv =
        "variant,model,attack,threat,epsilon,seeds,mean,least,most,"
            + "difference,difference_least,difference_most,claim,query_ms,query_ratio\n"
            + "base,N=5,clean,none,0,1,70.00,70.00,70.00,,,,,1.500,2.000\n"
            + "base,N=5,worst-case,known-index,0.02,1,7.00,7.00,7.00,,,,,1.500,2.000\n";
    Path study = Files.createDirectory(folder.resolve("clean-gap"));
    Files.writeString(study.resolve("study.csv"), csv);
    Path copy = Files.writeString(folder.resolve("other.csv"), csv);
    assertThat(commands.done("table", study.toString(), copy.toString()).lines().limit(4))
        .containsExactly(
            "| study | variant | model | clean | above the plain CNN | `known-index` at .02 | ms of a query | seeds |",
            "|---|---|---|---|---|---|---|---|",
            "| clean-gap | base | N=5 | 70.0 |  | 7.0 | 1.50, \u00d72.00 | 1 |",
            "| other | base | N=5 | 70.0 |  | 7.0 | 1.50, \u00d72.00 | 1 |");
  }

  @Test
  void aTableRefusesWhatIsNoStudy() throws IOException {
    String none = folder.resolve("none").toString();
    assertThat(commands.refused("table", none)).isEqualTo("study must exist: " + none);
    assertThat(commands.refused("table", folder.toString()))
        .isEqualTo("folder must hold a study with its study.csv: " + folder);
    Path other = Files.writeString(folder.resolve("results.csv"), "attack,threat\n");
    assertThat(commands.refused("table", other.toString()))
        .startsWith("file must be the study.csv of a study: " + other + ": ");
    assertThat(commands.refused("table", other.toString(), "--models", "M"))
        .isEqualTo("model must be baseline, extractor or N=number: M");
  }

  @Test
  void refusesWhatIsNoStudyNoShareAndNoCount() {
    String none = folder.resolve("none.conf").toString();
    assertThat(commands.refused("study", none, "--out", folder.toString()))
        .isEqualTo("study file must be readable: " + none);
    assertThat(commands.refused("detect", folder.toString(), "--false-positives", "1"))
        .isEqualTo("share of false positives must be in (0, 1): 1.0");
    assertThat(commands.refused("poison", folder.toString(), "--planted", "1,-2"))
        .isEqualTo("numbers of planted entries must not be negative, one at least: [1, -2]");
    assertThat(commands.refused("poison", folder.toString(), "--examples", "0"))
        .isEqualTo("number of examples must be at least 1: 0");
  }
}
