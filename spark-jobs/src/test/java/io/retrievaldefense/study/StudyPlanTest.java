package io.retrievaldefense.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPlanTest {
  @TempDir private Path folder;

  private StudyPlan plan(String text, String... settings) throws IOException {
    Files.writeString(folder.resolve("base.conf"), "projection.dimension = 48");
    Path file = Files.writeString(folder.resolve("study.conf"), text);
    return StudyPlan.of(StudyFile.read(file), List.of(settings));
  }

  private static String value(StudyRun run, String key) {
    return run.config().values().get(key);
  }

  @Test
  void oneAtATimeVariesEachFactorAroundTheBaseForEverySeed() throws IOException {
    StudyPlan plan =
        plan(
            """
            title = T
            base = base.conf
            settings { index { engine = exact } }
            seeds = [3, 4]
            factors = [
              { key = projection.dimension, values = [16, 48] }
              { name = N, levels = [ { name = few, settings { classifier.neighbors = [1, 2] } } ] }
            ]
            """,
            "attacks.examples=7");
    assertThat(plan.runs())
        .extracting(StudyRun::folder)
        .containsExactly(
            "base-seed-3",
            "projection.dimension-16-seed-3",
            "n-few-seed-3",
            "base-seed-4",
            "projection.dimension-16-seed-4",
            "n-few-seed-4");
    assertThat(plan.same()).containsOnly(java.util.Map.entry("projection.dimension 48", "base"));
    assertThat(plan.runs())
        .allMatch(run -> value(run, "attacks.examples").equals("7"))
        .allMatch(run -> value(run, "index.engine").equals("exact"))
        .allMatch(run -> run.config().seed() == run.seed());
    assertThat(value(plan.runs().get(1), "projection.dimension")).isEqualTo("16");
    assertThat(value(plan.runs().get(2), "projection.dimension")).isEqualTo("48");
    assertThat(value(plan.runs().get(2), "classifier.neighbors")).isEqualTo("[1, 2]");
  }

  @Test
  void aSeedBesideTheStudysSeedsIsRefused() {
    assertThatThrownBy(() -> plan("title = T, base = base.conf", "seed=7"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("a study's seeds must be set in its file, by seeds: seed=7");
  }

  @Test
  void gridTakesEveryCombination() throws IOException {
    StudyPlan plan =
        plan(
            """
            title = T
            base = base.conf
            design = grid
            factors = [
              { key = projection.dimension, values = [16, 32] }
              { key = index.engine, values = [lsh, exact] }
            ]
            """);
    assertThat(plan.runs())
        .extracting(StudyRun::variant)
        .containsExactly(
            "base",
            "projection.dimension 16, index.engine lsh",
            "projection.dimension 16, index.engine exact",
            "projection.dimension 32, index.engine lsh",
            "projection.dimension 32, index.engine exact");
  }

  @Test
  void everyConfigurationIsCheckedBeforeTheFirstRuns() {
    assertThatThrownBy(
            () ->
                plan(
                    "title = T, base = base.conf,"
                        + " factors = [{ key = projection.dimension, values = [0] }]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("projection.dimension must");
  }

  @Test
  void aFileThatIsNoStudyIsRefusedWithWhatIsWrong() {
    assertThatThrownBy(() -> plan("title = T, base = base.conf, factor = []"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("key of a study must be one of [base, design, factors")
        .hasMessageContaining(": factor (");
    assertThatThrownBy(() -> plan("title = T"))
        .hasMessageStartingWith("study file must be a study: ")
        .hasMessageContaining("base");
    assertThatThrownBy(() -> plan("title = T, base = base.conf, seeds = [1, 1]"))
        .hasMessage("seeds of a study must be at least one, none twice: [1, 1]");
    assertThatThrownBy(() -> plan("title = T, base = base.conf, design = random"))
        .hasMessage("design of a study must be one-at-a-time or grid: random");
    assertThatThrownBy(() -> plan("title = T, base = base.conf, factors = [{ name = x }]"))
        .hasMessageStartingWith("factor of a study must have key and values, or levels: ");
    assertThatThrownBy(
            () ->
                plan("title = T, base = base.conf, factors = [{ key = index.probes, values = []}]"))
        .hasMessage("factor of a study must have a level: index.probes");
    assertThatThrownBy(
            () ->
                plan(
                    "title = T, base = base.conf,"
                        + " factors = [{ name = \"\", levels = [{ name = x, settings {} }]}]"))
        .hasMessage("factor of a study must have a name: \"\"");
    assertThatThrownBy(
            () ->
                plan(
                    "title = T, base = base.conf, factors ="
                        + " [{ name = a, levels = [{ name = b c, settings { seed = 1 } }]},"
                        + "  { name = a b, levels = [{ name = c, settings { seed = 1 } }]}]"))
        .hasMessage("variants of a study must have different names: a b c");
    assertThatThrownBy(
            () ->
                plan(
                    "title = T, base = base.conf,"
                        + " factors = [{ key = runtime.threads, values = [1]}]"))
        .hasMessage("runtime must be the same for all variants of a study: runtime.threads 1");
    assertThatThrownBy(() -> StudyFile.read(folder.resolve("none.conf")))
        .hasMessage("study file must be readable: " + folder.resolve("none.conf"));
  }

  @Test
  void shippedStudiesAreStudies() throws IOException {
    Path studies = Path.of("..", "conf", "studies");
    try (var files = Files.list(studies)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(
                          StudyPlan.of(StudyFile.read(file), List.of("data.root=/images")).runs())
                      .isNotEmpty());
    }
  }
}
