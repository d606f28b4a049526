package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.config.QueryConfig;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SeededSplit;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultsAggregator;
import io.retrievaldefense.report.ResultsCsv;
import io.retrievaldefense.report.ResultsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Clean accuracy on all test images, and every attack on a seeded choice of them, by slices: on the
 * driver's threads or as tasks of executors, with the same rows.
 */
public final class EvaluateAttacks implements Step {

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
        "prepare", "train-extractor", "extract-features", "build-index", "train-classifier");
  }

  @Override
  public List<String> exports() {
    return List.of("results.csv");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    AttacksConfig config = context.config().attacks();
    EvaluationSpec spec = spec(context);
    List<LabeledImage> test =
        ImageTable.collect(context.spark(), context.input("prepare"), Split.TEST);
    List<LabeledImage> attacked = chosen(test, config, context.config().seed());
    List<Slice> slices = new ArrayList<>();
    slices.addAll(Slice.cut(attacked, config.slice(), Slice.Purpose.ATTACK));
    slices.addAll(Slice.cut(test, config.slice(), Slice.Purpose.CLASSIFY));

    SliceRows rows;
    try (TaskProgress progress =
        TaskProgress.begin(context, "attacking and classifying slices", slices.size())) {
      var done = progress.counter("slices");
      rows =
          context.config().query().mode() == QueryConfig.Mode.DRIVER
              ? SliceRows.onDriver(
                  spec,
                  slices,
                  new Configuration(context.hadoop()),
                  NativeThreads.available(),
                  done)
              : SliceRows.onExecutors(spec, slices, context.javaSpark(), context.hadoop(), done);
    }
    write(context, "attacks", rows.results(), ResultTable.SCHEMA);
    write(context, "clean", rows.predictions(), ResultTable.PREDICTION_SCHEMA);
    ResultsTable table = table(rows.results(), rows.predictions());
    StepFiles.write(
        new Path(context.output(), "results.csv"), ResultsCsv.bytes(table), context.hadoop());
    StepSummary summary =
        StepSummary.of(rows.results().size() + " attacked rows of " + attacked.size() + " images");
    for (EvaluatedModel model : table.models()) {
      summary =
          summary.with("clean-accuracy-" + model, table.clean(model).orElseThrow().accuracy());
    }
    return summary.with("rows", rows.results().size());
  }

  private static EvaluationSpec spec(StepContext context) throws IOException {
    Path features = context.input("extract-features");
    List<byte[]> models = new ArrayList<>();
    for (int neighbors : context.config().classifier().neighbors()) {
      models.add(
          StepFiles.read(
              TrainClassifier.model(context.input("train-classifier"), neighbors),
              context.hadoop()));
    }
    return new EvaluationSpec(
        ExtractorModel.read(
            context.input("train-extractor"), context.config().extractor(), context.hadoop()),
        FeatureInfo.read(features, context.hadoop()),
        models,
        BuildIndex.path(context.input("build-index")).toString(),
        AttackSuite.of(context.config().attacks()),
        NamedSeed.derive(context.config().seed(), "attacks"));
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

  /** The table of a finished evaluation. */
  static ResultsTable table(SparkSession spark, Path step) {
    return table(
        spark
            .read()
            .schema(ResultTable.SCHEMA)
            .parquet(new Path(step, "attacks").toString())
            .collectAsList(),
        spark
            .read()
            .schema(ResultTable.PREDICTION_SCHEMA)
            .parquet(new Path(step, "clean").toString())
            .collectAsList());
  }

  private static ResultsTable table(List<Row> results, List<Row> predictions) {
    ResultsAggregator aggregator = new ResultsAggregator();
    results.forEach(row -> aggregator.add(ResultTable.result(row)));
    Map<EvaluatedModel, int[]> clean = new TreeMap<>();
    for (Row row : predictions) {
      SliceEvaluator.Prediction prediction = ResultTable.prediction(row);
      int[] counts = clean.computeIfAbsent(prediction.model(), model -> new int[2]);
      counts[0]++;
      counts[1] += prediction.predicted() == prediction.label() ? 1 : 0;
    }
    clean.forEach((model, counts) -> aggregator.addClean(model, counts[0], counts[1]));
    return aggregator.table();
  }

  private static void write(StepContext context, String name, List<Row> rows, StructType schema) {
    context
        .spark()
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .parquet(new Path(context.output(), name).toString());
  }
}
