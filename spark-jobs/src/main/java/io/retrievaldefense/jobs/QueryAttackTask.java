package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Seeds;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.BatchPgd;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.Logits;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.executor.FeatureBatches;
import io.retrievaldefense.executor.TaskExtractor;
import io.retrievaldefense.index.projection.Projection;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Images to (id, label, h, h', split) of what PGD against the extractor's own classifier makes of
 * them. Each image starts from a point of its own seed, so that it does not matter which task it is
 * in.
 */
final class QueryAttackTask implements FlatMapFunction<Iterator<Row>, Row> {

  /** Under which label an image is attacked. */
  @FunctionalInterface
  interface Labels extends Serializable {
    int of(long id, int own);
  }

  private final Broadcast<ExtractorModel> extractor;
  private final Broadcast<Projection> projection;
  private final BatchPgd pgd;
  private final long seed;
  private final String split;
  private final Labels labels;
  private final LongAccumulator attacked;
  private final LongAccumulator stillRight;

  QueryAttackTask(
      Broadcast<ExtractorModel> extractor,
      Broadcast<Projection> projection,
      BatchPgd pgd,
      long seed,
      Split split,
      Labels labels,
      LongAccumulator attacked,
      LongAccumulator stillRight) {
    this.extractor = extractor;
    this.projection = projection;
    this.pgd = pgd;
    this.seed = seed;
    this.split = split.id();
    this.labels = labels;
    this.attacked = attacked;
    this.stillRight = stillRight;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) throws IOException {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskExtractor network = TaskExtractor.of(extractor.value().bytes(), extractor.value().layer());
    ClassifierModel classifier =
        NativeMemory.within(
            () ->
                ClassifierModel.of(
                    new BaselineClassifier(extractor.value().model(), TaskExtractor.BATCH),
                    ThreatModel.EXTRACTOR_TRANSFER));
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> classifier.close());
    return new FeatureBatches<>(
        images, network, rows -> NativeMemory.within(() -> attack(classifier, rows)), this::result);
  }

  private float[][] attack(ClassifierModel classifier, List<Row> rows) {
    float[][] images = ImageTable.unitPixels(rows);
    int[] classes =
        rows.stream().mapToInt(row -> labels.of(row.getLong(0), row.getInt(2))).toArray();
    float[][] points =
        pgd.perturb(
            images,
            classes,
            (at, of) ->
                classifier
                    .lossGradient(at, Arrays.stream(of).mapToObj(CrossEntropy::new).toList())
                    .gradients(),
            1,
            i -> Seeds.random(Seeds.derive(seed, rows.get(i).getLong(0), "query", 0)));
    float[][] scores = classifier.scores(points);
    for (int i = 0; i < scores.length; i++) {
      stillRight.add(Logits.argmax(scores[i]) == classes[i] ? 1 : 0);
    }
    return points;
  }

  private Row result(Row image, float[] feature) {
    attacked.add(1);
    return RowFactory.create(
        image.getLong(0), image.getInt(2), feature, projection.value().project(feature), split);
  }
}
