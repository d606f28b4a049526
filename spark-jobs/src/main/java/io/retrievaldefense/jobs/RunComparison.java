package io.retrievaldefense.jobs;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.evaluation.CleanTable;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.report.CleanAnswers;
import io.retrievaldefense.report.ComparedRun;
import io.retrievaldefense.report.ComparisonReport;
import io.retrievaldefense.report.ReportData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Finished runs side by side. */
public final class RunComparison {
  private static final String EVALUATION = "evaluate-attacks";
  private static final String REPORT = "report";

  private RunComparison() {}

  /**
   * @param folders of at least two runs whose attacks are evaluated
   * @param hadoop Hadoop's settings
   * @return an HTML page, UTF-8
   * @throws BadInputException if there are fewer, or one is not finished
   * @throws IOException if a file system fails
   */
  public static byte[] page(List<String> folders, Configuration hadoop) throws IOException {
    if (folders.size() < 2) {
      throw new BadInputException("runs to compare must be at least two: " + folders);
    }
    List<ComparedRun> runs = new ArrayList<>();
    for (String folder : folders) {
      runs.add(run(folder, FinishedRun.open(new Path(folder), hadoop)));
    }
    return ComparisonReport.bytes(runs);
  }

  /**
   * @param spark reads the predictions
   * @param run a run whose attacks are evaluated
   * @return what its models answer to clean images, by their names
   * @throws IOException if a file system fails
   */
  public static Map<String, CleanAnswers> cleanAnswers(SparkSession spark, FinishedRun run)
      throws IOException {
    Map<String, TreeMap<Long, Boolean>> answers = new TreeMap<>();
    spark
        .read()
        .schema(CleanTable.SCHEMA)
        .parquet(new Path(run.output(EVALUATION), EvaluateAttacks.CLEAN).toString())
        .select("model", "example", "label", "predicted")
        .collectAsList()
        .forEach(
            row ->
                answers
                    .computeIfAbsent(row.getString(0), model -> new TreeMap<>())
                    .put(row.getLong(1), row.getInt(2) == row.getInt(3)));
    Map<String, CleanAnswers> byModel = new TreeMap<>();
    answers.forEach((model, right) -> byModel.put(model, answers(right)));
    return byModel;
  }

  private static CleanAnswers answers(SortedMap<Long, Boolean> right) {
    long[] ids = right.keySet().stream().mapToLong(id -> id).toArray();
    BitSet set = new BitSet(ids.length);
    int place = 0;
    for (boolean isRight : right.values()) {
      set.set(place++, isRight);
    }
    return new CleanAnswers(ids, set);
  }

  /**
   * @param name what to call it
   * @param run a run whose attacks are evaluated
   * @return its results, configuration, times and figures
   * @throws BadInputException if it is not finished
   * @throws IOException if a file system fails
   */
  public static ComparedRun run(String name, FinishedRun run) throws IOException {
    TreeMap<String, String> configuration = new TreeMap<>();
    List<ReportData.StepTime> steps = new ArrayList<>();
    TreeMap<String, Double> figures = new TreeMap<>();
    RunConfig defaults = RunConfigReader.defaults();
    for (Step step : DefensePipeline.create().steps()) {
      // What must be configured for a run may do without; from all others an evaluation has read.
      boolean isLeftOut = !step.isPartOf(defaults) && !run.has(step.name());
      if (step.name().equals(REPORT) || isLeftOut) {
        continue;
      }
      FinishedRun.Told told = run.told(step.name());
      configuration.putAll(told.configuration());
      steps.add(new ReportData.StepTime(step.name(), told.seconds(), told.summary()));
      told.figures().forEach((figure, value) -> figures.put(step.name() + " " + figure, value));
    }
    byte[] results =
        StepFiles.read(new Path(run.output(EVALUATION), EvaluateAttacks.RESULTS), run.hadoop());
    return new ComparedRun(name, results, configuration, steps, figures);
  }
}
