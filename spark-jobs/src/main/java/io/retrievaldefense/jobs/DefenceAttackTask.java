package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.retrieval.RetrievalPgd;
import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.executor.FeatureBatches;
import io.retrievaldefense.executor.TaskExtractor;
import io.retrievaldefense.index.projection.Projection;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Images to the retrieved sets of what an attack on the defence makes of them. */
final class DefenceAttackTask implements FlatMapFunction<Iterator<Row>, Row> {

  /**
   * The defence and its attack as they are broadcast.
   *
   * @param summaryModel bytes of the file of attention and head
   * @param steps of PGD
   * @param reach length of all steps together over epsilon
   * @param seed of the attack
   */
  record Spec(
      ExtractorModel extractor,
      FeatureInfo features,
      String indexLocation,
      byte[] summaryModel,
      int steps,
      double epsilon,
      double reach,
      long seed)
      implements Serializable {

    AttackPlan plan(RetrievalHead head) {
      int rows = Math.min(2 * head.neighbors(), head.retriever().size());
      return AttackPlan.of(
              RetrievalPgd.softRetrieval(new FractionOfEpsilon(steps, steps / reach), rows),
              new LinfBall(epsilon),
              ThreatModel.KNOWN_INDEX,
              seed)
          .inBatchesOf(TaskExtractor.BATCH);
    }
  }

  private final Broadcast<Spec> spec;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final Split split;
  private final LongAccumulator attacked;
  private final LongAccumulator robust;

  DefenceAttackTask(
      Broadcast<Spec> spec,
      Broadcast<SerializableConfiguration> hadoop,
      Split split,
      LongAccumulator attacked,
      LongAccumulator robust) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.split = split;
    this.attacked = attacked;
    this.robust = robust;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> images) throws IOException {
    if (!images.hasNext()) {
      return Collections.emptyIterator();
    }
    ExtractorModel extractor = spec.value().extractor();
    FeatureInfo features = spec.value().features();
    TaskExtractor network = TaskExtractor.of(extractor.bytes(), extractor.layer());
    NeighborIndex index =
        SharedIndex.open(spec.value().indexLocation(), features, hadoop.value().value());
    Projection projection = features.projection();
    RetrievalHead head =
        RetrievalHead.of(
            new IndexRetriever(projection, index),
            SummaryModelFile.parse(spec.value().summaryModel(), "classifier"));
    ClassifierModel defence =
        NativeMemory.within(
            () ->
                ClassifierModel.of(
                    new RetrievalClassifier(
                        extractor.model(), extractor.layer(), TaskExtractor.BATCH, head),
                    ThreatModel.KNOWN_INDEX));
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> defence.close());
    AttackPlan plan = spec.value().plan(head);
    return new FeatureBatches<>(
        images,
        network,
        rows -> NativeMemory.within(() -> attack(plan, defence, rows)),
        (image, feature) ->
            result(image, feature, index, projection.project(feature), head.neighbors()));
  }

  private float[][] attack(AttackPlan plan, ClassifierModel defence, List<Row> rows) {
    float[][] images = ImageTable.unitPixels(rows);
    List<Example> examples = new ArrayList<>(images.length);
    for (int i = 0; i < images.length; i++) {
      examples.add(Example.untargeted(rows.get(i).getLong(0), images[i], rows.get(i).getInt(2)));
    }
    List<AttackResult> results = AttackHarness.run(plan, defence, examples);
    for (AttackResult result : results) {
      if (result.status() == AttackStatus.FAILED) {
        throw new IllegalStateException(
            "attack on image " + result.exampleId() + " must not break down: see the log above");
      }
    }
    robust.add(results.stream().filter(AttackResult::robust).count());
    return results.stream().map(AttackResult::image).toArray(float[][]::new);
  }

  private Row result(
      Row image, float[] feature, NeighborIndex index, float[] projected, int neighbors) {
    attacked.add(1);
    return NeighborTable.row(
        image.getLong(0),
        image.getInt(2),
        feature,
        FoundNeighbors.of(index.search(projected, neighbors).neighbors()),
        split);
  }
}
