package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlanTest {
  private static final Step PREPARE =
      new ConcatenatingStep("prepare", List.of("seed"), List.of(), null);
  private static final Step TRAIN =
      new ConcatenatingStep("train", List.of("extractor.epochs"), List.of("prepare"), null);
  private static final Pipeline PIPELINE = new Pipeline(List.of(PREPARE, TRAIN));

  @TempDir private Path folder;

  private org.apache.hadoop.fs.Path out() {
    return new org.apache.hadoop.fs.Path(folder.resolve("out").toUri());
  }

  private RunPlan plan(RunConfig config) throws IOException {
    return RunPlan.of(PIPELINE, PIPELINE.steps(), config, out(), new Configuration());
  }

  /** A step's output as a run leaves it. */
  private void finish(Step step, RunConfig config, double seconds) throws IOException {
    Configuration hadoop = new Configuration();
    try (RunDirectory directory = RunDirectory.open(out(), hadoop, config)) {
      var temporary = directory.begin(step.name());
      Files.write(Path.of(temporary.toUri().getPath(), "result.txt"), new byte[1500]);
      SortedMap<String, Double> figures = new TreeMap<>();
      Origin origin = new StepStates(PIPELINE, config, directory, hadoop).origin(step);
      directory.publish(
          temporary, step, origin, seconds, new StepSummary("3 rows written", figures));
    }
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() throws IOException {
    List<String> lines = plan(RunConfigReader.defaults()).lines();
    assertThat(lines.get(0)).startsWith("images: street-numbers; training ");
    assertThat(lines)
        .contains(
            "prepare: run, it has not been run",
            "train: run, it has not been run",
            "time: 2 steps, no estimate; not known of prepare, train",
            "nothing was written: this was a dry run");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void finishedStepsTellOfTimeAndSize() throws IOException {
    finish(PREPARE, RunConfigReader.defaults(), 5);
    finish(TRAIN, RunConfigReader.defaults(), 100);
    assertThat(plan(RunConfigReader.defaults()).lines())
        .contains("prepare: skip, finished and unchanged (3 rows written)", "time: nothing to run");
    assertThat(plan(RunConfigReader.defaults("extractor.epochs=7")).lines())
        .contains(
            "prepare: skip, finished and unchanged (3 rows written)",
            "train: run, extractor.epochs changed from 12 to 7 (last time 1:40, 1.5 kB: 3 rows"
                + " written)",
            "time: 1 step, about 1:40, as long as the last time")
        .anyMatch(line -> line.startsWith("disk: these steps' outputs are 3.0 kB now, "));
  }

  @Test
  void whatHasNotRunIsEstimated() throws IOException {
    finish(PREPARE, RunConfigReader.defaults(), 5);
    Pipeline estimating =
        new Pipeline(
            PIPELINE.steps(),
            (config, hadoop) ->
                Map.of("prepare", new Estimate(1, 1), "train", new Estimate(90, 2_000_000)));
    assertThat(
            RunPlan.of(
                    estimating,
                    PIPELINE.steps(),
                    RunConfigReader.defaults(),
                    out(),
                    new Configuration())
                .lines())
        .contains(
            "prepare: skip, finished and unchanged (3 rows written)",
            "train: run, it has not been run (about 1:30, at most 2.0 MB)",
            "time: 1 step, about 1:30, by trying its parts here for some seconds")
        .anyMatch(
            line ->
                line.startsWith(
                    "disk: these steps' outputs are 1.5 kB now, at most 2.0 MB come on top, "));
    assertThatThrownBy(() -> new Estimate(2, -1))
        .hasMessage("estimate must not be negative: 2.0 seconds, -1 bytes");
  }

  @Test
  void anotherRunsFolderIsRefused() throws IOException {
    finish(PREPARE, RunConfigReader.defaults(), 5);
    assertThatThrownBy(() -> plan(RunConfigReader.defaults("seed=2")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no other run than one with seed = 2");
  }

  @Test
  void sizesAreWrittenAsPeopleDo() {
    assertThat(List.of(Sizes.text(999), Sizes.text(1500), Sizes.text(35_753_712L)))
        .containsExactly("999 bytes", "1.5 kB", "35.8 MB");
  }
}
