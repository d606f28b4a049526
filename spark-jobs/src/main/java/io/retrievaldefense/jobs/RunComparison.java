package io.retrievaldefense.jobs;

import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.RunConfigReader;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.report.ComparedRun;
import io.retrievaldefense.report.ComparisonReport;
import io.retrievaldefense.report.ReportData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Finished runs side by side. */
public final class RunComparison {
  private static final String EVALUATION = "evaluate-attacks";
  private static final String REPORT = "report";
  private static final String RESULTS = "results.csv";

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
    byte[] results = StepFiles.read(new Path(run.output(EVALUATION), RESULTS), run.hadoop());
    return new ComparedRun(name, results, configuration, steps, figures);
  }
}
