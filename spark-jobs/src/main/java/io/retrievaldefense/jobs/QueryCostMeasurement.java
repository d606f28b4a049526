package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.DifferentiableClassifier;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.images.SeededSplit;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.QueryCosts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;

/**
 * What a query of each model of a run costs, on clean test images and one thread. Models take turns
 * batch by batch, so that a machine whose speed changes changes it for all of them; the first
 * rounds are being compiled and do not count, and of the other batches the median does.
 */
final class QueryCostMeasurement {
  private static final int IMAGES = 128;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 9;
  private static final double NANOS = 1e6;

  private QueryCostMeasurement() {}

  /**
   * How long it takes, about.
   *
   * @param network seconds of an image on one thread
   * @param search seconds of a query
   * @param neighbors how many numbers of neighbours there are models for
   */
  static double seconds(double network, double search, int neighbors) {
    return (WARM_UP + ROUNDS) * IMAGES * (network + neighbors * (network + search));
  }

  static QueryCosts measure(StepContext context) throws IOException {
    NativeThreads.use(1);
    SortedMap<EvaluatedModel, DifferentiableClassifier> models = models(context);
    try {
      int batch = context.config().attacks().slice();
      List<float[][]> batches = batches(images(context), batch);
      SortedMap<EvaluatedModel, List<QueryCosts.Cost>> timed = new TreeMap<>();
      models.keySet().forEach(model -> timed.put(model, new ArrayList<>()));
      context.progress().begin("measuring what a query costs", WARM_UP + ROUNDS);
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        for (float[][] images : batches) {
          for (EvaluatedModel model : models.keySet()) {
            QueryCosts.Cost cost = time(models.get(model), images);
            if (round >= WARM_UP) {
              timed.get(model).add(cost);
            }
          }
        }
        context.progress().advance(1);
      }
      SortedMap<EvaluatedModel, QueryCosts.Cost> medians = new TreeMap<>();
      timed.forEach((model, costs) -> medians.put(model, median(costs)));
      return new QueryCosts(batches.size() * batch, batch, medians);
    } finally {
      models.values().forEach(DifferentiableClassifier::close);
    }
  }

  /** The baseline, the extractor where it is another network, and the defence at each N. */
  private static SortedMap<EvaluatedModel, DifferentiableClassifier> models(StepContext context)
      throws IOException {
    int batch = context.config().attacks().slice();
    ExtractorModel extractor = ExtractorModel.of(context);
    SortedMap<EvaluatedModel, DifferentiableClassifier> models = new TreeMap<>();
    if (context.config().baseline().isApart()) {
      ExtractorModel baseline =
          ExtractorModel.read(
              context.input(TrainBaseline.NAME), context.config().extractor(), context.hadoop());
      models.put(EvaluatedModel.BASELINE, new BaselineClassifier(baseline.model(), batch));
      models.put(EvaluatedModel.EXTRACTOR, new BaselineClassifier(extractor.model(), batch));
    } else {
      models.put(EvaluatedModel.BASELINE, new BaselineClassifier(extractor.model(), batch));
    }
    for (int neighbors : context.config().classifier().neighbors()) {
      RetrievalHead head = TrainedHead.of(context, neighbors);
      models.put(
          new EvaluatedModel(neighbors),
          new RetrievalClassifier(extractor.model(), extractor.layer(), batch, head));
    }
    return models;
  }

  /** A seeded choice of test images, by id. */
  private static List<float[]> images(StepContext context) throws IOException {
    Path prepared = context.input("prepare");
    long[] ids =
        ImageTable.withoutPixels(context.spark(), prepared, Split.TEST).stream()
            .mapToLong(LabeledImage::id)
            .toArray();
    long seed = NamedSeed.derive(context.config().seed(), "timed images");
    long[] chosen = SeededSplit.disjoint(seed, ids, Math.min(IMAGES, ids.length)).get(0);
    Set<Long> wanted = LongStream.of(chosen).boxed().collect(Collectors.toSet());
    Map<Long, LabeledImage> read = SplitImages.read(prepared, Split.TEST, wanted, context.hadoop());
    return LongStream.of(chosen).mapToObj(id -> read.get(id).unitPixels()).toList();
  }

  /** Full ones, images again where there are too few: a batch costs the same however full it is. */
  private static List<float[][]> batches(List<float[]> images, int size) {
    List<float[][]> batches = new ArrayList<>();
    int count = Math.max(1, images.size() / size);
    for (int b = 0; b < count; b++) {
      float[][] batch = new float[size][];
      for (int i = 0; i < size; i++) {
        batch[i] = images.get((b * size + i) % images.size());
      }
      batches.add(batch);
    }
    return batches;
  }

  private static QueryCosts.Cost time(DifferentiableClassifier classifier, float[][] images) {
    double[] before = nanos(classifier);
    long start = System.nanoTime();
    classifier.logits(images);
    double all = System.nanoTime() - start;
    double[] after = nanos(classifier);
    double[] millis = new double[after.length];
    for (int stage = 0; stage < millis.length; stage++) {
      millis[stage] = (after[stage] - before[stage]) / NANOS / images.length;
    }
    return new QueryCosts.Cost(
        all / NANOS / images.length,
        millis[Stage.NETWORK.ordinal()],
        millis[Stage.RETRIEVAL.ordinal()],
        millis[Stage.ATTENTION.ordinal()]);
  }

  private static double[] nanos(DifferentiableClassifier classifier) {
    double[] nanos = new double[Stage.values().length];
    for (Stage stage : Stage.values()) {
      nanos[stage.ordinal()] = classifier.times().nanos(stage);
    }
    return nanos;
  }

  /** The median batch, with its own stages, so that they add up. */
  private static QueryCosts.Cost median(List<QueryCosts.Cost> batches) {
    return batches.stream()
        .sorted(Comparator.comparingDouble(QueryCosts.Cost::millis))
        .toList()
        .get(batches.size() / 2);
  }
}
