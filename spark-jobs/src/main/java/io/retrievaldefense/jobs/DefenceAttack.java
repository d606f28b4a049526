package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.config.TrainingQueriesConfig;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A round of adversarial training of attention and head: PGD through the retrieval (its gradient
 * that of a soft one of 2 N rows) changes the images that are learned from and those for
 * validation, on the executors, whatever {@code query.mode} is, and their features and neighbours
 * are kept. As in all of the harness, an image that the defence gets wrong as it is stays so.
 */
final class DefenceAttack {
  private final StepContext context;
  private final FeatureInfo features;
  private final String indexLocation;

  DefenceAttack(StepContext context, FeatureInfo features, String indexLocation) {
    this.context = context;
    this.features = features;
    this.indexLocation = indexLocation;
  }

  /**
   * Attacks the defence of a model.
   *
   * @param table where the retrieved sets of what becomes of the images are written
   */
  void run(SummaryModel model, int round, Path table) throws IOException {
    TrainingQueriesConfig config = context.config().classifier().queries();
    DatasetInfo info = DatasetInfo.read(context.input("prepare"), context.hadoop());
    int neighbors = model.neighbors();
    Broadcast<DefenceAttackTask.Spec> spec =
        context
            .javaSpark()
            .broadcast(
                new DefenceAttackTask.Spec(
                    ExtractorModel.of(context),
                    features,
                    indexLocation,
                    SummaryModelFile.toBytes(model, Map.of()),
                    config.steps(),
                    config.epsilon(),
                    config.reach(),
                    NamedSeed.derive(context.config().seed(), "defence attack " + round)));
    Broadcast<SerializableConfiguration> hadoop =
        context.javaSpark().broadcast(new SerializableConfiguration(context.hadoop()));
    List<Split> splits = TrainingQueries.withValidation(config.images());
    long images = splits.stream().mapToLong(info::count).sum();
    try (TaskProgress progress =
        TaskProgress.begin(context, "attacking the defence of N=" + neighbors, images)) {
      LongAccumulator attacked = progress.counter("attacked");
      LongAccumulator robust = context.spark().sparkContext().longAccumulator("robust");
      JavaRDD<Row> found = context.javaSpark().emptyRDD();
      for (Split split : splits) {
        found =
            found.union(
                ImageTable.read(context.spark(), context.input("prepare"), split)
                    .javaRDD()
                    .mapPartitions(new DefenceAttackTask(spec, hadoop, split, attacked, robust)));
      }
      NeighborTable.write(context.spark(), found, table);
      context
          .progress()
          .note(
              String.format(
                  Locale.ROOT,
                  "N=%d, round %d: right on %.2f %% of %,d images under PGD through the retrieval",
                  neighbors,
                  round,
                  100.0 * robust.value() / images,
                  images));
    } finally {
      spec.destroy();
      hadoop.destroy();
    }
  }
}
