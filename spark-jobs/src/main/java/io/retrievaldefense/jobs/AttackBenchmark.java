package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
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
import io.retrievaldefense.evaluation.Examples;
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
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * How many adversarial examples a second an attack makes, on the plain network and through the
 * retrieval, and where the time goes: the networks of a finished run, one to a thread as in an
 * evaluation, on test images that the model classifies correctly. All steps are taken: nothing
 * stops at a success.
 */
public final class AttackBenchmark {

  private static final double EPSILON = 0.02;

  /**
   * One measured model.
   *
   * @param attack its name
   * @param model baseline, the plain network whose features the defence uses, or retrieval
   * @param neighbors N, 0 for the baseline
   * @param vectors rows of the index, 0 for the baseline
   * @param threads networks at work
   * @param steps of the attack
   * @param examples attacked
   * @param examplesPerSecond made
   * @param shares of all threads' time, by stage; what is missing to 1 is the attack's own
   */
  public record Row(
      String attack,
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

  /** What is measured, made anew for each thread. */
  private record Subject(String name, int neighbors, int vectors, Making making) {}

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
    extractor =
        ExtractorModel.read(
            run.output(ExtractorModel.step(config.extractor())), config.extractor(), hadoop);
    features = FeatureInfo.read(run.output("extract-features"), hadoop);
    index =
        SharedIndex.open(BuildIndex.path(run.output("build-index")).toString(), features, hadoop);
    examples = Examples.of(ImageTable.collect(spark, run.output("prepare"), Split.TEST));
  }

  /**
   * Attacks the baseline and the defence, one after the other.
   *
   * @param count test images, the first by id
   * @param neighbors N, for which there is a classifier
   * @param attack what is run
   * @throws IOException if a model cannot be read
   */
  public List<Row> run(int count, int neighbors, Attack attack) throws IOException {
    int batch = config.attacks().slice();
    Path file = TrainClassifier.model(run.output("train-classifier"), neighbors);
    SummaryModel model = SummaryModelFile.parse(StepFiles.read(file, hadoop), file.toString());
    Subject baseline =
        new Subject("baseline", 0, 0, () -> new BaselineClassifier(extractor.model(), batch));
    Subject defence =
        new Subject(
            "retrieval",
            neighbors,
            index.size(),
            () ->
                new RetrievalClassifier(
                    extractor.model(),
                    extractor.layer(),
                    batch,
                    RetrievalHead.of(new IndexRetriever(features.projection(), index), model)));
    return List.of(measure(baseline, count, attack), measure(defence, count, attack));
  }

  private Row measure(Subject subject, int count, Attack attack) {
    int threads = NativeThreads.available();
    List<Example> chosen = examples.subList(0, Math.min(count, examples.size()));
    // The first round loads classes and compiles; it is not counted.
    parallel(
        threads,
        chosen.subList(0, Math.min(chosen.size(), 2 * threads * config.attacks().slice())),
        attack,
        subject);
    long start = System.nanoTime();
    List<Work> works = parallel(threads, chosen, attack, subject);
    double seconds = (System.nanoTime() - start) / 1e9;
    int attacked = works.stream().mapToInt(Work::examples).sum();
    return new Row(
        attack.name(),
        subject.name(),
        subject.neighbors(),
        subject.vectors(),
        threads,
        (int) attack.mostGradients(new LinfBall(EPSILON)),
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

  private List<Work> parallel(int threads, List<Example> chosen, Attack attack, Subject subject) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Work>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        List<Example> part =
            chosen.subList(t * chosen.size() / threads, (t + 1) * chosen.size() / threads);
        futures.add(pool.submit(() -> work(part, attack, subject)));
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

  private Work work(List<Example> part, Attack attack, Subject subject) {
    NativeThreads.use(1);
    DifferentiableClassifier classifier = subject.making().classifier();
    try (ClassifierModel model = ClassifierModel.of(classifier, ThreatModel.KNOWN_INDEX)) {
      AttackPlan plan =
          AttackPlan.of(attack, new LinfBall(EPSILON), ThreatModel.KNOWN_INDEX, config.seed())
              .inBatchesOf(config.attacks().slice());
      long attacked =
          AttackHarness.run(plan, model, part).stream()
              .filter(result -> result.labelBefore() == result.label())
              .count();
      return new Work((int) attacked, classifier.times());
    }
  }
}
