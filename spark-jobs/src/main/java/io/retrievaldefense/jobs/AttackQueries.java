package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.gradient.BatchPgd;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.TrainingQueriesConfig;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Features of what PGD against the extractor's own classifier makes of the images that attention
 * and head learn from, and of those for validation, where that is configured: an extractor that was
 * trained adversarially has learned its own last layer from such images (Madry et al. 2018), and a
 * head in its place may have to. The private set in the index stays as it is; a private image that
 * is learned from is attacked under the label that it has there.
 */
public final class AttackQueries implements Step {

  static final String NAME = "attack-queries";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "change the images that classifiers learn from by PGD, and extract their features";
  }

  @Override
  public boolean isPartOf(RunConfig config) {
    return config.classifier().queries().isAdversarial();
  }

  @Override
  public List<String> sections() {
    return List.of(
        "seed",
        "index.rows",
        "index.label-noise",
        "index.label-flips",
        "classifier.queries",
        "classifier.adversarial.steps",
        "classifier.adversarial.epsilon",
        "classifier.adversarial.reach");
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare", TrainExtractor.NAME, TuneExtractor.NAME, "extract-features");
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    TrainingQueriesConfig config = context.config().classifier().queries();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    List<Split> splits = TrainingQueries.withValidation(config.images());
    Broadcast<ExtractorModel> extractor = context.javaSpark().broadcast(ExtractorModel.of(context));
    Broadcast<Projection> projection = context.javaSpark().broadcast(features.projection());
    BatchPgd pgd = new BatchPgd(config.steps(), config.epsilon(), config.reach());
    long seed = NamedSeed.derive(context.config().seed(), "attacked queries");
    long most = splits.stream().mapToLong(info::count).sum();
    long images;
    long right;
    try (TaskProgress progress = TaskProgress.begin(context, "attacking queries", most)) {
      LongAccumulator attacked = progress.counter("attacked");
      LongAccumulator stillRight = context.spark().sparkContext().longAccumulator("still right");
      JavaRDD<Row> rows = context.javaSpark().emptyRDD();
      for (Split split : splits) {
        Optional<IndexedRows> held =
            split == Split.PRIVATE ? IndexedRows.of(context, split) : Optional.empty();
        JavaRDD<Row> all =
            ImageTable.read(context.spark(), context.input("prepare"), split).javaRDD();
        QueryAttackTask task =
            new QueryAttackTask(
                extractor,
                projection,
                pgd,
                seed,
                split,
                held.<QueryAttackTask.Labels>map(index -> index::label).orElse((id, own) -> own),
                attacked,
                stillRight);
        rows =
            rows.union(
                held.map(index -> all.filter(image -> index.held().holds(image.getLong(0))))
                    .orElse(all)
                    .mapPartitions(task));
      }
      FeatureTable.write(context.spark(), rows, context.output());
      images = attacked.value();
      right = stillRight.value();
    }
    return StepSummary.of(
            String.format(
                Locale.ROOT,
                "%,d images, of which the extractor's own classifier is right on %.2f %%",
                images,
                100.0 * right / images))
        .with("images", images)
        .with("right", right);
  }
}
