package io.retrievaldefense.detection;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.SeededOrder;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SparkSession;

/**
 * A detector for a finished run: calibrated on its validation images, held against its stored
 * adversarial examples and the clean images they are of, and against the attacker who knows it.
 */
public final class DetectionRun {
  private static final int BATCH = 32;
  private static final List<Double> PENALTIES = List.of(0.3, 1.0, 3.0);
  private static final String ANY = "any";

  private final TrainedRun run;
  private final int neighbors;
  private final SparkSession spark;
  private final Progress progress;

  /**
   * @param run whose attacks are evaluated
   * @param neighbors N, one that the run has trained for
   * @param spark reads the images
   * @param progress where to say how far it is
   */
  public DetectionRun(TrainedRun run, int neighbors, SparkSession spark, Progress progress) {
    this.run = run;
    this.neighbors = neighbors;
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * @param falsePositives share of validation images that is flagged
   * @param adaptiveExamples images for the adaptive attack, 0 for none
   * @param adaptiveSteps of PGD, for each of three penalties
   * @return what is noticed
   * @throws BadInputException if no classifier was trained for N or no example is stored
   * @throws IOException if a part is missing or damaged
   */
  public DetectionTable measure(double falsePositives, int adaptiveExamples, int adaptiveSteps)
      throws IOException {
    List<StoredExample> stored = run.storedExamples(spark, new EvaluatedModel(neighbors));
    if (stored.isEmpty()) {
      throw new BadInputException("run must have stored adversarial examples of N=" + neighbors);
    }
    NativeThreads.use(NativeThreads.available());
    try (NeighborIndex index = run.openIndex();
        Watched watched = watched(index)) {
      Detector detector =
          Detector.calibrated(
              watched.evidence(pixels(run.validationImages(spark))), falsePositives);
      Map<Long, LabeledImage> test = attacked(stored);
      Map<Long, Evidence> clean = evidence(watched, test);
      List<DetectionTable.Row> rows = rows(watched, detector, stored, clean);
      List<DetectionTable.Adaptive> adaptive = new ArrayList<>();
      List<LabeledImage> chosen = unflagged(test, clean, detector, adaptiveExamples);
      if (!chosen.isEmpty()) {
        for (double epsilon :
            stored.stream().mapToDouble(e -> e.epsilon()).distinct().sorted().toArray()) {
          AdaptiveAttack attack =
              new AdaptiveAttack(epsilon, adaptiveSteps, PENALTIES, Long.parseLong(run.seed()));
          adaptive.add(adaptive(watched, detector, attack, chosen));
        }
      }
      return new DetectionTable(rows, adaptive);
    }
  }

  private Watched watched(NeighborIndex index) throws IOException {
    CnnModel extractor = CnnModelFile.parse(run.extractor(), "extractor of the run");
    return new Watched(
        run.classifier(neighbors, index, BATCH), new BaselineClassifier(extractor, BATCH));
  }

  /** The clean images that examples are of, by id. */
  private Map<Long, LabeledImage> attacked(List<StoredExample> stored) throws IOException {
    Map<Long, LabeledImage> all = new HashMap<>();
    run.testImages(spark).forEach(image -> all.put(image.id(), image));
    Map<Long, LabeledImage> attacked = new TreeMap<>();
    stored.forEach(example -> attacked.put(example.exampleId(), all.get(example.exampleId())));
    return attacked;
  }

  private static Map<Long, Evidence> evidence(Watched watched, Map<Long, LabeledImage> images) {
    List<Evidence> found = watched.evidence(pixels(List.copyOf(images.values())));
    Map<Long, Evidence> byId = new HashMap<>();
    int at = 0;
    for (long id : images.keySet()) {
      byId.put(id, found.get(at++));
    }
    return byId;
  }

  private List<DetectionTable.Row> rows(
      Watched watched, Detector detector, List<StoredExample> stored, Map<Long, Evidence> clean) {
    record Key(String threat, double epsilon, String attack) {}
    Map<Key, List<Evidence>> groups =
        new TreeMap<>(
            Comparator.comparing(Key::threat)
                .thenComparingDouble(Key::epsilon)
                .thenComparing(Key::attack));
    List<StoredExample> fooling =
        stored.stream()
            .filter(e -> !e.robust() && clean.get(e.exampleId()).label() == e.label())
            .toList();
    progress.begin("asking for adversarial examples", fooling.size());
    float[][] images = fooling.stream().map(StoredExample::image).toArray(float[][]::new);
    List<Evidence> found = watched.evidence(images);
    progress.advance(fooling.size());
    for (int i = 0; i < found.size(); i++) {
      StoredExample example = fooling.get(i);
      for (String attack : List.of(ANY, example.attack())) {
        Key key = new Key(example.threat(), example.epsilon(), attack);
        groups.computeIfAbsent(key, any -> new ArrayList<>()).add(found.get(i));
      }
    }
    List<DetectionTable.Row> rows = new ArrayList<>();
    List<Evidence> benign = List.copyOf(clean.values());
    groups.forEach(
        (key, evidence) -> {
          for (Signal signal : Signal.values()) {
            Roc roc = roc(benign, evidence, e -> e.of(signal));
            double flagged = share(evidence, e -> detector.flags(signal, e) ? 1 : 0);
            rows.add(
                new DetectionTable.Row(
                    key.threat(),
                    key.attack(),
                    key.epsilon(),
                    signal.id(),
                    evidence.size(),
                    roc,
                    flagged));
          }
          rows.add(
              new DetectionTable.Row(
                  key.threat(),
                  key.attack(),
                  key.epsilon(),
                  DetectionTable.COMBINED,
                  evidence.size(),
                  roc(benign, evidence, detector::combined),
                  share(evidence, e -> detector.flags(e) ? 1 : 0)));
        });
    return rows;
  }

  private static Roc roc(
      List<Evidence> clean, List<Evidence> adversarial, ToDoubleFunction<Evidence> score) {
    return Roc.of(
        clean.stream().mapToDouble(score).toArray(),
        adversarial.stream().mapToDouble(score).toArray());
  }

  private static double share(List<Evidence> evidence, ToDoubleFunction<Evidence> counted) {
    return evidence.stream().mapToDouble(counted).average().orElse(0);
  }

  private List<LabeledImage> unflagged(
      Map<Long, LabeledImage> test, Map<Long, Evidence> clean, Detector detector, int most)
      throws IOException {
    long seed = NamedSeed.derive(Long.parseLong(run.seed()), "adaptive examples");
    return SeededOrder.of(List.copyOf(test.values()), seed).stream()
        .filter(image -> clean.get(image.id()).label() == image.label())
        .filter(image -> !detector.flags(clean.get(image.id())))
        .limit(most)
        .toList();
  }

  private DetectionTable.Adaptive adaptive(
      Watched watched, Detector detector, AdaptiveAttack attack, List<LabeledImage> images) {
    progress.begin("adaptive attack at epsilon " + attack.epsilon(), images.size());
    int fooled = 0;
    int unnoticed = 0;
    for (int from = 0; from < images.size(); from += watched.batch()) {
      List<LabeledImage> batch =
          images.subList(from, Math.min(images.size(), from + watched.batch()));
      AdaptiveAttack.Outcome[] outcomes =
          attack.attack(
              watched,
              detector,
              pixels(batch),
              batch.stream().mapToInt(LabeledImage::label).toArray(),
              batch.stream().mapToLong(LabeledImage::id).toArray());
      fooled += (int) Arrays.stream(outcomes).filter(AdaptiveAttack.Outcome::fooled).count();
      unnoticed += (int) Arrays.stream(outcomes).filter(AdaptiveAttack.Outcome::unnoticed).count();
      progress.advance(batch.size());
    }
    return new DetectionTable.Adaptive(attack.epsilon(), images.size(), fooled, unnoticed);
  }

  private static float[][] pixels(List<LabeledImage> images) {
    return images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
  }
}
