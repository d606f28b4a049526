package io.retrievaldefense.jobs;

import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.evaluation.Campaign;
import io.retrievaldefense.evaluation.CleanTable;
import io.retrievaldefense.evaluation.ResultTable;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SeededSplit;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.report.Checklist;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import io.retrievaldefense.report.ResultsAggregator;
import io.retrievaldefense.report.ResultsCsv;
import io.retrievaldefense.report.ResultsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Clean accuracy on all test images, the attacks on a seeded choice of them, and the checklist over
 * what came of it. Stage by stage, in units of work: on the driver's threads or as tasks of
 * executors, with the same rows. What a unit found is kept at once; a run that was killed goes on
 * with the units that are missing.
 */
public final class EvaluateAttacks implements Step {

  /** The folder of stored adversarial examples. */
  static final String EXAMPLES = "examples";

  /** The folder of predictions of clean images. */
  static final String CLEAN = "clean";

  /** The folder of rows. */
  static final String ATTACKS = "attacks";

  static final String RESULTS = "results.csv";

  @Override
  public String name() {
    return "evaluate-attacks";
  }

  @Override
  public String description() {
    return "attack the plain network and the defence and count who withstands";
  }

  @Override
  public List<String> sections() {
    return List.of("seed", "query", "classifier.neighbors", "attacks");
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
        "train-classifier",
        BuildStandIn.NAME);
  }

  @Override
  public List<String> exports() {
    return List.of(RESULTS, Checklist.FILE);
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    AttacksConfig config = context.config().attacks();
    EvaluationSpec spec = EvaluationSpecs.of(context);
    List<LabeledImage> test = test(context);
    List<LabeledImage> attacked = chosen(test, config, context.config().seed());
    spec.store().sweepOthers(context.hadoop());

    Campaign campaign =
        new Campaign(
            spec.suite(), EvaluatedModels.of(context.config()), test, attacked, spec.seed());
    List<ResultRow> rows;
    ResultsTable table;
    Checklist checklist;
    try (EvaluationStages stages = new EvaluationStages(context, spec)) {
      rows = stages.run("attacks on every example", campaign.everyExample());
      rows = stages.run("stronger attacks on what is robust", campaign.survivors(rows));
      rows = stages.run("query attacks", campaign.queries(rows));
      rows = stages.run("checks", campaign.checks(rows));
      context.progress().note("writing rows and examples");
      write(context, spec, rows);
      StoredExamples stored = new StoredExamples(context, spec, attacked);
      stored.write(stages.done());
      table = table(rows);
      checklist =
          new EvaluationChecks(context, spec, stages.models(), attacked).of(rows, table, stored);
    }
    StepFiles.write(new Path(context.output(), RESULTS), ResultsCsv.bytes(table), context.hadoop());
    StepFiles.write(new Path(context.output(), Checklist.FILE), checklist.json(), context.hadoop());
    checklist.lines().forEach(context.progress()::note);
    StepSummary summary =
        StepSummary.of(
            rows.size()
                + " rows of "
                + attacked.size()
                + " attacked images; checklist: "
                + checklist.summary());
    for (EvaluatedModel model : table.models()) {
      summary =
          summary.with("clean-accuracy-" + model, table.clean(model).orElseThrow().accuracy());
    }
    return summary.with("rows", rows.size());
  }

  /** With their pixels only where the driver attacks them itself. */
  private static List<LabeledImage> test(StepContext context) {
    Path prepared = context.input("prepare");
    return context.config().query().isByDriver()
        ? ImageTable.collect(context.spark(), prepared, Split.TEST)
        : ImageTable.withoutPixels(context.spark(), prepared, Split.TEST);
  }

  /** The test images that are attacked, by id. */
  private static List<LabeledImage> chosen(
      List<LabeledImage> test, AttacksConfig config, long seed) {
    int count = config.examples().among(test.size());
    long[] ids = test.stream().mapToLong(LabeledImage::id).toArray();
    long[] drawn =
        SeededSplit.disjoint(NamedSeed.derive(seed, "attacked examples"), ids, count).get(0);
    return test.stream().filter(image -> Arrays.binarySearch(drawn, image.id()) >= 0).toList();
  }

  /** Rows and predictions in an order of their own, whoever found them when. */
  private static void write(StepContext context, EvaluationSpec spec, List<ResultRow> rows)
      throws IOException {
    Map<Boolean, List<ResultRow>> byClean =
        rows.stream().collect(Collectors.partitioningBy(ResultRow::isClean));
    ResultTable.write(
        new Path(context.output(), ATTACKS),
        byClean.get(false),
        spec.store().digest(),
        context.hadoop());
    CleanTable.write(new Path(context.output(), CLEAN), byClean.get(true), context.hadoop());
  }

  /** The table of a finished evaluation. */
  static ResultsTable table(SparkSession spark, Path step) {
    List<ResultRow> rows = new ArrayList<>();
    spark
        .read()
        .schema(ResultTable.SCHEMA)
        .parquet(new Path(step, ATTACKS).toString())
        .collectAsList()
        .forEach(row -> rows.add(ResultTable.result(row)));
    spark
        .read()
        .schema(CleanTable.SCHEMA)
        .parquet(new Path(step, CLEAN).toString())
        .collectAsList()
        .forEach(row -> rows.add(CleanTable.result(row)));
    return table(rows);
  }

  private static ResultsTable table(Collection<ResultRow> rows) {
    ResultsAggregator aggregator = new ResultsAggregator();
    rows.forEach(aggregator::add);
    return aggregator.table();
  }
}
