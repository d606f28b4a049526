package io.retrievaldefense.study;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.jobs.RunComparison;
import io.retrievaldefense.pipeline.Console;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.PipelineRunner;
import io.retrievaldefense.pipeline.RunDirectory;
import io.retrievaldefense.pipeline.SharedSteps;
import io.retrievaldefense.pipeline.WholeFile;
import io.retrievaldefense.report.ComparedRun;
import io.retrievaldefense.report.StudyReport;
import io.retrievaldefense.report.StudyResult;
import io.retrievaldefense.report.StudyTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a study: one run after the other in one Spark application. A run takes over every step that
 * another one has finished from the same origin; a study that was stopped goes on where it was,
 * since its runs do. The report is written anew after every run. A variant that fails does not keep
 * the others from being run.
 */
public final class StudyRunner {
  /** The table, every number on a line. */
  public static final String CSV = "study.csv";

  /** The page. */
  public static final String PAGE = "study.html";

  private static final String REPORT = "report";

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final Path folder;
  private final List<Path> reused;
  private final Console console;

  /**
   * @param pipeline the steps of a run
   * @param spark the session they run in
   * @param folder of the study
   * @param reused folders of other runs whose steps may be taken over
   * @param console where the user reads along
   */
  public StudyRunner(
      Pipeline pipeline, SparkSession spark, Path folder, List<Path> reused, Console console) {
    this.pipeline = pipeline;
    this.spark = spark;
    this.folder = folder;
    this.reused = List.copyOf(reused);
    this.console = console;
  }

  /**
   * Runs what is not finished, and writes the report. What the first run that failed has thrown is
   * thrown when all others are done; at once if it is of the base, with which all are compared.
   *
   * @param title of the report
   * @param plan the runs
   * @throws BadInputException if a folder to reuse holds no run, or the configuration of a run does
   *     not fit its images
   * @throws IOException if reading or writing fails
   */
  public void run(String title, StudyPlan plan) throws IOException {
    for (Path run : reused) {
      // Refused if it is none, or a name that is misspelt would cost hours.
      FinishedRun.open(run, hadoop());
    }
    Map<StudyRun, StudyResult> results = new HashMap<>();
    List<String> failed = new ArrayList<>();
    Exception first = null;
    List<StudyRun> order = finishedFirst(plan.runs());
    for (int i = 0; i < order.size(); i++) {
      StudyRun run = order.get(i);
      console.line(
          String.format(
              "run %d of %d: %s, seed %d", i + 1, order.size(), run.variant(), run.seed()));
      try {
        results.put(run, result(plan, run));
      } catch (Exception e) {
        // Spark's own are neither IOException nor RuntimeException, and nowhere declared.
        boolean isOfBase = run.variant().equals(StudyPlan.BASE);
        if (isOfBase || spark.sparkContext().isStopped()) {
          throw e;
        }
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
        failed.add(run.folder());
        String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
        console.line(run.folder() + ": failed, the others go on: " + why);
        continue;
      }
      write(title, plan, results);
    }
    console.line("study: " + results.size() + " runs, report in " + new Path(folder, PAGE));
    if (first != null) {
      console.line("study: without " + String.join(", ", failed) + ", which failed");
      if (first instanceof IOException failure) {
        throw failure;
      }
      if (first instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(first.getMessage(), first);
    }
  }

  /**
   * Those that have a report from before come first: else the study's table would lose them until
   * their turn, and for good if it is stopped before.
   */
  private List<StudyRun> finishedFirst(List<StudyRun> runs) throws IOException {
    List<StudyRun> order = new ArrayList<>();
    List<StudyRun> others = new ArrayList<>();
    for (StudyRun run : runs) {
      Path path = path(run);
      boolean isFinished =
          FinishedRun.isRun(path, hadoop()) && FinishedRun.open(path, hadoop()).has(REPORT);
      (isFinished ? order : others).add(run);
    }
    order.addAll(others);
    return order;
  }

  private void write(String title, StudyPlan plan, Map<StudyRun, StudyResult> results)
      throws IOException {
    List<StudyResult> inOrder =
        plan.runs().stream().map(results::get).filter(Objects::nonNull).toList();
    List<String> missing =
        plan.runs().stream()
            .filter(run -> !results.containsKey(run))
            .map(run -> run.variant() + ", seed " + run.seed())
            .toList();
    StudyTable table = StudyTable.of(StudyPlan.BASE, inOrder);
    WholeFile.write(new Path(folder, CSV), table.csv().bytes(), hadoop());
    WholeFile.write(
        new Path(folder, PAGE), StudyReport.bytes(title, table, plan.same(), missing), hadoop());
  }

  private Path path(StudyRun run) {
    return new Path(new Path(folder, "runs"), run.folder());
  }

  private StudyResult result(StudyPlan plan, StudyRun run) throws IOException {
    Path path = path(run);
    SharedSteps shared = SharedSteps.of(others(plan, run), hadoop());
    try (RunDirectory directory = RunDirectory.open(path, hadoop(), run.config())) {
      new PipelineRunner(pipeline, spark, run.config(), directory, console, shared).all();
    }
    return finished(run, path);
  }

  /** Results and figures, those of the report too: it measures what a query costs. */
  private StudyResult finished(StudyRun run, Path path) throws IOException {
    FinishedRun finished = FinishedRun.open(path, hadoop());
    ComparedRun compared = RunComparison.run(run.folder(), finished);
    SortedMap<String, Double> figures = new TreeMap<>(compared.figures());
    finished
        .told(REPORT)
        .figures()
        .forEach((name, value) -> figures.put(REPORT + " " + name, value));
    ComparedRun withReport =
        new ComparedRun(
            compared.name(), compared.csv(), compared.configuration(), compared.steps(), figures);
    return new StudyResult(
        run.variant(), run.seed(), withReport, RunComparison.cleanAnswers(spark, finished));
  }

  private List<Path> others(StudyPlan plan, StudyRun own) {
    List<Path> others = new ArrayList<>();
    for (StudyRun run : plan.runs()) {
      if (run.seed() == own.seed() && !run.folder().equals(own.folder())) {
        others.add(path(run));
      }
    }
    others.addAll(reused);
    return others;
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
