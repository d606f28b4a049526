package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.DifferentiableClassifier;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.StageTimes;
import io.retrievaldefense.classifier.StageTimes.Stage;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * How many adversarial examples a second iFGSM makes, on the plain network and through the
 * retrieval, and where the time goes: the networks of a finished run, one to a thread as in an
 * evaluation, on test images that the model classifies correctly.
 */
public final class AttackBenchmark {

  private static final double EPSILON = 0.02;
  private static final double C = 4;

  /**
   * One measured model.
   *
   * @param model baseline or retrieval
   * @param neighbors N, 0 for the baseline
   * @param vectors rows of the index, 0 for the baseline
   * @param threads networks at work
   * @param steps S of iFGSM
   * @param examples attacked
   * @param examplesPerSecond made
   * @param shares of all threads' time, by stage; what is missing to 1 is the attack's own
   */
  public record Row(
      String model,
      int neighbors,
      int vectors,
      int threads,
      int steps,
      int examples,
      double examplesPerSecond,
      Map<Stage, Double> shares) {}

  /** What a thread did. */
  private record Work(int examples, StageTimes times) {}

  /** Makes a model for the thread that calls it. */
  private interface Making {
    DifferentiableClassifier classifier();
  }

  private final RunConfig config;
  private final RunDirectory run;
  private final Configuration hadoop;
  private final ExtractorModel extractor;
  private final FeatureInfo features;
  private final NeighborIndex index;
  private final List<Example> examples;

  /**
   * @param run whose steps up to train-classifier are finished
   * @throws IOException if they cannot be read
   */
  public AttackBenchmark(SparkSession spark, RunConfig config, RunDirectory run)
      throws IOException {
    this.config = config;
    this.run = run;
    hadoop = spark.sparkContext().hadoopConfiguration();
    extractor = ExtractorModel.read(run.output("train-extractor"), config.extractor(), hadoop);
    features = FeatureInfo.read(run.output("extract-features"), hadoop);
    index =
        SharedIndex.open(BuildIndex.path(run.output("build-index")).toString(), features, hadoop);
    examples =
        ImageTable.collect(spark, run.output("prepare"), Split.TEST).stream()
            .map(image -> Example.untargeted(image.id(), image.unitPixels(), image.label()))
            .toList();
  }

  /**
   * Attacks the baseline and the defence, the first N of the configuration, one after the other.
   *
   * @param count test images, the first by id
   * @param steps S of iFGSM
   * @throws IOException if a model cannot be read
   */
  public List<Row> run(int count, int steps) throws IOException {
    int batch = config.attacks().slice();
    int neighbors = config.classifier().neighbors().get(0);
    SummaryModel model =
        SummaryModelFile.parse(
            StepFiles.read(
                TrainClassifier.model(run.output("train-classifier"), neighbors), hadoop),
            "classifier");
    List<Row> rows = new ArrayList<>();
    rows.add(
        measure(
            "baseline",
            0,
            0,
            count,
            steps,
            () -> new BaselineClassifier(extractor.model(), batch)));
    rows.add(
        measure(
            "retrieval",
            neighbors,
            index.size(),
            count,
            steps,
            () ->
                new RetrievalClassifier(
                    extractor.model(),
                    extractor.layer(),
                    batch,
                    RetrievalHead.of(new IndexRetriever(features.projection(), index), model))));
    return rows;
  }

  private Row measure(
      String name, int neighbors, int vectors, int count, int steps, Making making) {
    int threads = NativeThreads.available();
    List<Example> chosen = examples.subList(0, Math.min(count, examples.size()));
    // The first round loads classes and compiles; it is not counted.
    parallel(threads, chosen.subList(0, Math.min(chosen.size(), 2 * threads * 32)), steps, making);
    long start = System.nanoTime();
    List<Work> works = parallel(threads, chosen, steps, making);
    double seconds = (System.nanoTime() - start) / 1e9;
    int attacked = works.stream().mapToInt(Work::examples).sum();
    return new Row(
        name,
        neighbors,
        vectors,
        threads,
        steps,
        attacked,
        attacked / seconds,
        shares(works, threads * seconds));
  }

  private static Map<Stage, Double> shares(List<Work> works, double seconds) {
    Map<Stage, Double> shares = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      double nanos = works.stream().mapToDouble(work -> work.times().nanos(stage)).sum();
      shares.put(stage, nanos / (1e9 * seconds));
    }
    return shares;
  }

  private List<Work> parallel(int threads, List<Example> chosen, int steps, Making making) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Work>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        List<Example> part =
            chosen.subList(t * chosen.size() / threads, (t + 1) * chosen.size() / threads);
        futures.add(pool.submit(() -> attack(part, steps, making)));
      }
      List<Work> works = new ArrayList<>();
      for (Future<Work> future : futures) {
        works.add(future.get());
      }
      return works;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an attack failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Work attack(List<Example> part, int steps, Making making) {
    NativeThreads.use(1);
    DifferentiableClassifier classifier = making.classifier();
    try (ClassifierModel model = ClassifierModel.of(classifier, ThreatModel.KNOWN_INDEX)) {
      int attacked = 0;
      int slice = config.attacks().slice();
      for (int from = 0; from < part.size(); from += slice) {
        AttackPlan plan =
            AttackPlan.of(
                    IteratedFgsm.of(steps, C),
                    new LinfBall(EPSILON),
                    ThreatModel.KNOWN_INDEX,
                    config.seed())
                .inBatchesOf(slice);
        for (AttackResult result :
            AttackHarness.run(
                plan, model, part.subList(from, Math.min(part.size(), from + slice)))) {
          attacked += result.labelBefore() == result.label() ? 1 : 0;
        }
      }
      return new Work(attacked, classifier.times());
    }
  }
}
