package io.retrievaldefense.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineRunnerTest {
  private static SparkSession spark;

  @TempDir private Path folder;
  private Path out;
  private Path images;
  private String printed;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** Three steps in a row; the first also reads a file from outside. */
  private Pipeline pipeline() throws IOException {
    out = folder.resolve("out");
    images = folder.resolve("images.txt");
    if (!Files.exists(images)) {
      Files.writeString(images, "picture");
    }
    return new Pipeline(
        List.of(
            new ConcatenatingStep("prepare", List.of("data"), List.of(), images),
            new ConcatenatingStep("train", List.of("extractor"), List.of("prepare"), null),
            new ConcatenatingStep("report", List.of("report"), List.of("prepare", "train"), null)));
  }

  private interface Call {
    void on(PipelineRunner runner) throws IOException;
  }

  private void run(Call call, String... settings) throws IOException {
    run(pipeline(), call, settings);
  }

  private void run(Pipeline pipeline, Call call, String... settings) throws IOException {
    RunConfig config = RunConfigReader.defaults(settings);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Console console = new Console(new PrintWriter(lines, true, StandardCharsets.UTF_8), () -> 0);
    try (RunDirectory directory =
        RunDirectory.open(
            new org.apache.hadoop.fs.Path(out.toUri()),
            spark.sparkContext().hadoopConfiguration(),
            config)) {
      call.on(new PipelineRunner(pipeline, spark, config, directory, console));
    } finally {
      printed = lines.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void runsEveryStepInOrderAndExportsItsFiles() throws IOException {
    run(PipelineRunner::all);
    assertThat(out.resolve("report/result.txt")).hasContent("report(prepare(),train(prepare()))");
    assertThat(out.resolve("report.txt")).hasContent("report(prepare(),train(prepare()))");
    assertThat(printed.replace(out.toUri().getPath(), "/"))
        .isEqualTo(
            """
            prepare: does prepare (it has not been run)
            prepare: wrote 9 characters (0.0 s) in file:/prepare
            train: does train (it has not been run)
            train: wrote 16 characters (0.0 s) in file:/train
            report: does report (it has not been run)
            report: wrote 34 characters (0.0 s) in file:/report.txt
            """);
  }

  @Test
  void skipsWhatIsFinishedAndUnchangedAndSaysSo() throws IOException {
    run(PipelineRunner::all);
    run(PipelineRunner::all);
    assertThat(printed)
        .isEqualTo(
            """
            prepare: skipped, finished and unchanged (wrote 9 characters)
            train: skipped, finished and unchanged (wrote 16 characters)
            report: skipped, finished and unchanged (wrote 34 characters)
            """);
  }

  @Test
  void saysOnceThatStepsAreOfAnotherProcessorAndCommit() throws IOException {
    run(PipelineRunner::all);
    for (String step : List.of("prepare", "train")) {
      Path stamp = out.resolve(step + "/_stamp.json");
      String text = Files.readString(stamp);
      assertThat(text).containsPattern("\"processor\" ?: ?\"");
      assertThat(text).containsPattern("\"commit\" ?: ?\"([0-9a-f]{7,}|unknown)");
      Files.writeString(
          stamp,
          text.replaceFirst("(\"processor\" ?: ?)\"[^\"]*\"", "$1\"amx of old\"")
              .replaceFirst("(\"commit\" ?: ?)\"[^\"]*\"", "$1\"0ldc0de\""));
    }
    run(PipelineRunner::all, "report.title=T");
    assertThat(printed.lines().filter(line -> line.contains("amx of old")))
        .singleElement()
        .asString()
        .startsWith("prepare: made on a processor with amx of old, this one has ");
    assertThat(printed.lines().filter(line -> line.contains("0ldc0de")))
        .containsExactly(
            "prepare: made by commit 0ldc0de, this is "
                + Version.commit()
                + " of the same version, by which it counts as unchanged");
    assertThat(printed).contains("prepare: skipped", "train: skipped", "report: does report");
  }

  /** Stamps of before do not say on what they were made. */
  @Test
  void aStampWithoutProcessorAndCommitIsTakenAsItIs() throws IOException {
    run(PipelineRunner::all);
    Path stamp = out.resolve("prepare/_stamp.json");
    Files.writeString(
        stamp, Files.readString(stamp).replaceAll("\"(processor|commit)\" ?: ?\"[^\"]*\" ?,", ""));
    run(PipelineRunner::all);
    assertThat(printed)
        .contains("prepare: skipped")
        .doesNotContain("made on a processor", "made by commit");
  }

  @Test
  void aChangedKeyRunsTheStepsThatDependOnItAndLaterOnes() throws IOException {
    run(PipelineRunner::all);
    run(PipelineRunner::all, "extractor.epochs=3");
    assertThat(printed)
        .contains("prepare: skipped")
        .contains("train: does train (extractor.epochs changed from 12 to 3)")
        .contains("report: does report (train has been run since)");
  }

  @Test
  void changedFilesOutsideRunEverythingAgain() throws IOException {
    run(PipelineRunner::all);
    Files.writeString(images, "another picture");
    run(PipelineRunner::all);
    assertThat(printed)
        .contains("prepare: does prepare (the files it was read from have changed)")
        .contains("train: does train (prepare has been run since)");
  }

  @Test
  void lostDamagedAndHalfWrittenOutputIsMadeAgain() throws IOException {
    run(PipelineRunner::all);
    Files.writeString(out.resolve("train/result.txt"), "trai");
    run(PipelineRunner::all);
    assertThat(printed)
        .contains("train: does train (result.txt should have 16 bytes and has 4)")
        .contains("report: does report (train has been run since)");

    Files.delete(out.resolve("train/result.txt"));
    run(PipelineRunner::all);
    assertThat(printed).contains("train: does train (result.txt should have 16 bytes and is gone)");

    Files.writeString(out.resolve("train/_stamp.json"), "{\"step\": \"tra");
    run(PipelineRunner::all);
    assertThat(printed).contains("train: does train (it has not been run)");
  }

  @Test
  void aFailedStepLeavesNothingAndTheNextRunGoesOn() throws IOException {
    Pipeline failing =
        new Pipeline(
            List.of(
                pipeline().step("prepare"),
                new FailingStep("train", List.of("prepare")),
                pipeline().step("report")));
    assertThatThrownBy(() -> run(failing, PipelineRunner::all)).hasMessage("no power");
    assertThat(names()).containsExactly(".lock", "metrics.json", "prepare", "run.json");
    run(PipelineRunner::all);
    assertThat(printed).contains("prepare: skipped").contains("train: does train");
  }

  /** Spark throws what is neither an IOException nor a RuntimeException. */
  @Test
  void aStepThatFailsInATaskLeavesNothingEither() throws IOException {
    Step inATask =
        new FailingStep("train", List.of("prepare")) {
          @Override
          public StepSummary run(StepContext context) {
            context
                .javaSpark()
                .parallelize(List.of(1))
                .foreach(
                    one -> {
                      throw new IllegalStateException("no power in a task");
                    });
            return StepSummary.of("done");
          }
        };
    Pipeline failing = new Pipeline(List.of(pipeline().step("prepare"), inATask));
    assertThatThrownBy(() -> run(failing, PipelineRunner::all))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("no power in a task");
    assertThat(names()).containsExactly(".lock", "metrics.json", "prepare", "run.json");
  }

  /** A setting that was forgotten must not cost what it has made. */
  @Test
  void aStepThatIsRefusedRemovesNothing() throws IOException {
    Step tune =
        new FailingStep("tune", List.of()) {
          @Override
          public boolean isPartOf(RunConfig config) {
            return config.extractor().attentionTuning().isOn();
          }

          @Override
          public StepSummary run(StepContext context) {
            return StepSummary.of("tuned");
          }
        };
    Pipeline tuning =
        new Pipeline(List.of(pipeline().step("prepare"), tune, pipeline().step("train")));
    run(tuning, PipelineRunner::all, "extractor.attention-tuning.epochs=2");
    Files.writeString(images, "other picture");
    assertThatThrownBy(() -> run(tuning, runner -> runner.only("train")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train must find prepare finished");
    assertThat(names()).contains("tune");
    Files.writeString(images, "picture");
    run(tuning, runner -> runner.only("train"));
    assertThat(printed).contains("tune: removed, the run is no longer configured for it");
    assertThat(names()).doesNotContain("tune");
  }

  @Test
  void whatAKilledRunLeftIsRemovedAndNeverTakenForWhole() throws IOException {
    run(PipelineRunner::all);
    Path killed = Files.createDirectory(out.resolve(".tmp-train-1234"));
    Files.writeString(killed.resolve("result.txt"), "half");
    run(PipelineRunner::all);
    assertThat(printed).contains("train: skipped");
    assertThat(killed).doesNotExist();
  }

  @Test
  void oneStepRunsOnItsOwnOnceItsInputsAreFinished() throws IOException {
    assertThatThrownBy(() -> run(runner -> runner.only("train")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "train must find prepare finished in file:%s: it has not been run",
            out.toAbsolutePath());
    run(runner -> runner.only("prepare"));
    run(runner -> runner.only("train"));
    assertThat(out.resolve("train/result.txt")).hasContent("train(prepare())");
    assertThatThrownBy(() -> run(runner -> runner.only("report"), "extractor.epochs=3"))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("extractor.epochs changed from 12 to 3");
  }

  @Test
  void metricsTellOfEveryStep() throws IOException {
    run(PipelineRunner::all);
    run(PipelineRunner::all, "extractor.epochs=3");
    JsonNode metrics = Json.MAPPER.readTree(out.resolve("metrics.json").toFile());
    assertThat(metrics.get("steps").findValuesAsText("step"))
        .containsExactly("prepare", "train", "report");
    assertThat(metrics.get("steps").findValuesAsText("ran"))
        .containsExactly("false", "true", "true");
    assertThat(metrics.get("steps").get(1).get("figures").get("characters").asDouble())
        .isEqualTo(16);
  }

  @Test
  void anExportThatIsNotWrittenIsAnError() {
    Step step =
        new FailingStep("train", List.of()) {
          @Override
          public List<String> exports() {
            return List.of("report.html");
          }

          @Override
          public StepSummary run(StepContext context) {
            return StepSummary.of("nothing");
          }
        };
    out = folder.resolve("out");
    assertThatThrownBy(() -> run(new Pipeline(List.of(step)), PipelineRunner::all))
        .hasMessage("step train must write the file it exports: report.html");
  }

  @Test
  void aStepSeesTheInputsItDeclaresAndNoOther() {
    Step step =
        new FailingStep("train", List.of()) {
          @Override
          public StepSummary run(StepContext context) {
            return StepSummary.of(context.input("prepare").toString());
          }
        };
    out = folder.resolve("out");
    assertThatThrownBy(() -> run(new Pipeline(List.of(step)), PipelineRunner::all))
        .hasMessage("input must be one the step declares: prepare");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(out)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
