package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeBackend;
import io.retrievaldefense.pipeline.FinishedRun;
import io.retrievaldefense.pipeline.Pipeline;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.pipeline.Version;
import io.retrievaldefense.report.Checklist;
import io.retrievaldefense.report.ConsoleTable;
import io.retrievaldefense.report.HtmlReport;
import io.retrievaldefense.report.QueryCosts;
import io.retrievaldefense.report.ReportData;
import io.retrievaldefense.report.ResultsTable;
import io.retrievaldefense.report.RetrievalQuality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** One self-contained page with everything that was measured; the table also on the console. */
public final class WriteReport implements Step {

  private static final String FILE = "report.html";

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String description() {
    return "write report.html and print the table";
  }

  @Override
  public List<String> sections() {
    return List.of("report", "classifier.neighbors");
  }

  @Override
  public List<String> inputs() {
    return List.of(
        "prepare",
        TrainBaseline.NAME,
        TrainExtractor.NAME,
        TuneExtractor.NAME,
        "extract-features",
        "build-index",
        AttackQueries.NAME,
        "find-neighbors",
        "train-classifier",
        "evaluate-attacks");
  }

  @Override
  public List<String> exports() {
    return List.of(FILE);
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    ResultsTable table = EvaluateAttacks.table(context.spark(), context.input("evaluate-attacks"));
    RetrievalQuality retrieval = RetrievalMeasurement.measure(context);
    QueryCosts costs = QueryCostMeasurement.measure(context);

    TreeMap<String, String> provenance = new TreeMap<>();
    provenance.put("code", Version.current() + ", commit " + Version.commit());
    provenance.put("data digest", info.digest());
    provenance.put("extractor digest", features.extractorDigest());
    provenance.put("projection digest", features.projectionDigest());
    provenance.put("java", System.getProperty("java.version"));
    provenance.put("spark", context.spark().version());
    provenance.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%s, %d processors, %s",
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            String.join(" ", NativeBackend.vectorExtensions())));
    provenance.put("native backend", NativeBackend.description());
    TrainClassifier.Choice choice =
        TrainClassifier.Choice.read(context.input("train-classifier"), context.hadoop());
    ReportData data =
        new ReportData(
            context.config().report().title(),
            String.format(
                Locale.ROOT,
                "%,d test images of %d classes; private set of %,d; validation images choose N=%d.",
                info.count(Split.TEST),
                info.classNames().size(),
                info.count(Split.PRIVATE),
                choice.chosenNeighbors()),
            table,
            Checklist.parse(
                StepFiles.read(
                    new Path(context.input("evaluate-attacks"), Checklist.FILE), context.hadoop())),
            Optional.of(retrieval),
            Optional.of(costs),
            new TreeMap<>(context.config().values()),
            provenance,
            steps(context),
            RunDetails.of(context));
    StepFiles.write(new Path(context.output(), FILE), HtmlReport.bytes(data), context.hadoop());
    ConsoleTable.lines(table).forEach(context.progress()::note);
    StepSummary summary =
        StepSummary.of("written").with("query-micros", retrieval.microsPerQuery());
    for (int n : retrieval.recallAt().keySet()) {
      summary = summary.with("recall-at-" + n, retrieval.recallAt().get(n));
    }
    for (Map.Entry<String, Double> figure : costs.figures().entrySet()) {
      summary = summary.with(figure.getKey(), figure.getValue());
    }
    return summary;
  }

  /** What the finished steps left of themselves. */
  private List<ReportData.StepTime> steps(StepContext context) throws IOException {
    List<ReportData.StepTime> times = new ArrayList<>();
    Pipeline pipeline = DefensePipeline.create();
    FinishedRun run = FinishedRun.open(context.input("prepare").getParent(), context.hadoop());
    for (String step : inputs()) {
      if (!pipeline.step(step).isPartOf(context.config())) {
        continue;
      }
      FinishedRun.Told told = run.told(step);
      times.add(new ReportData.StepTime(step, told.seconds(), told.summary()));
    }
    return times;
  }
}
