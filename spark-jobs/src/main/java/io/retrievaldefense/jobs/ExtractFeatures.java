package io.retrievaldefense.jobs;

import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.projection.Scaling;
import io.retrievaldefense.indexing.Projections;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * h and h' = W h of every image, on the executors, with model and projection broadcast once; then
 * centre and scale of the projected private set.
 */
public final class ExtractFeatures implements Step {

  @Override
  public String name() {
    return "extract-features";
  }

  @Override
  public String description() {
    return "compute and project the feature vector of every image on the executors";
  }

  @Override
  public List<String> sections() {
    return List.of("seed", "extractor.feature", "projection");
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare", TrainExtractor.NAME, TuneExtractor.NAME);
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    Path prepared = context.input("prepare");
    DatasetInfo info = DatasetInfo.read(prepared, context.hadoop());
    ExtractorModel extractor = ExtractorModel.of(context);
    int length = extractor.model().architecture().featureLength(extractor.layer());
    Projection projection = Projections.of(context.config(), length);

    long images = info.images().values().stream().mapToLong(n -> n).sum();
    JavaSparkContext spark = context.javaSpark();
    Broadcast<ExtractorModel> sharedExtractor = spark.broadcast(extractor);
    Broadcast<Projection> sharedProjection = spark.broadcast(projection);
    long start = System.nanoTime();
    double seconds;
    PeakResident peak = PeakResident.register(context.spark().sparkContext());
    try (TaskProgress progress = TaskProgress.begin(context, "extracting features", images)) {
      LongAccumulator extracted = progress.counter("extracted");
      JavaRDD<Row> rows = spark.emptyRDD();
      for (Split split : Split.values()) {
        rows =
            rows.union(
                ImageTable.read(context.spark(), prepared, split)
                    .javaRDD()
                    .mapPartitions(
                        new FeatureTask(
                            sharedExtractor, sharedProjection, split, extracted, peak)));
      }
      FeatureTable.write(context.spark(), rows, context.output());
      seconds = (System.nanoTime() - start) / 1e9;
    }
    Scaling scaling =
        FeatureTable.scaling(
            FeatureTable.read(context.spark(), context.output(), Split.PRIVATE).javaRDD(),
            projection.outputDimension());
    new FeatureInfo(
            length,
            projection.outputDimension(),
            Projections.seed(context.config()),
            projection.digest(),
            extractor.digest(),
            scaling.centre(),
            scaling.scale())
        .write(context.output(), context.hadoop());
    return StepSummary.of(
            images + " features of " + length + " projected to " + projection.outputDimension())
        .with("images", images)
        .with("feature-length", length)
        .with("dimension", projection.outputDimension())
        .with("extraction-images-per-second", images / seconds)
        .with("peak-resident-bytes", peak.value());
  }
}
