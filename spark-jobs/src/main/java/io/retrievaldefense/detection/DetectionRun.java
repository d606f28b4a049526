package io.retrievaldefense.detection;

import io.retrievaldefense.attacks.ThreatModel;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      EvidenceByAttack byAttack = stored(watched, stored, clean);
      List<DetectionTable.Adaptive> adaptive = new ArrayList<>();
      List<LabeledImage> chosen = unflagged(test, clean, detector, adaptiveExamples);
      if (!chosen.isEmpty()) {
        for (double epsilon :
            stored.stream().mapToDouble(e -> e.epsilon()).distinct().sorted().toArray()) {
          AdaptiveAttack attack =
              new AdaptiveAttack(epsilon, adaptiveSteps, PENALTIES, Long.parseLong(run.seed()));
          adaptive.add(adaptive(watched, detector, attack, chosen, byAttack));
        }
      }
      return new DetectionTable(byAttack.rows(detector, List.copyOf(clean.values())), adaptive);
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

  /** What the defence tells of the stored examples that fooled it, by what made them. */
  private EvidenceByAttack stored(
      Watched watched, List<StoredExample> stored, Map<Long, Evidence> clean) {
    List<StoredExample> fooling =
        stored.stream()
            .filter(e -> !e.robust() && clean.get(e.exampleId()).label() == e.label())
            .toList();
    progress.begin("asking for adversarial examples", fooling.size());
    float[][] images = fooling.stream().map(StoredExample::image).toArray(float[][]::new);
    List<Evidence> found = watched.evidence(images);
    progress.advance(fooling.size());
    EvidenceByAttack byAttack = new EvidenceByAttack();
    for (int i = 0; i < found.size(); i++) {
      StoredExample example = fooling.get(i);
      for (String attack : List.of(ANY, example.attack())) {
        byAttack.add(example.threat(), example.epsilon(), attack, found.get(i));
      }
    }
    return byAttack;
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
      Watched watched,
      Detector detector,
      AdaptiveAttack attack,
      List<LabeledImage> images,
      EvidenceByAttack byAttack) {
    progress.begin("adaptive attack at epsilon " + attack.epsilon(), images.size());
    List<Evidence> quietest = new ArrayList<>();
    for (int from = 0; from < images.size(); from += watched.batch()) {
      List<LabeledImage> batch =
          images.subList(from, Math.min(images.size(), from + watched.batch()));
      attack
          .attack(
              watched,
              detector,
              pixels(batch),
              batch.stream().mapToInt(LabeledImage::label).toArray(),
              batch.stream().mapToLong(LabeledImage::id).toArray())
          .forEach(found -> found.ifPresent(quietest::add));
      progress.advance(batch.size());
    }
    String threat = ThreatModel.KNOWN_INDEX.id();
    quietest.forEach(e -> byAttack.add(threat, attack.epsilon(), DetectionTable.ADAPTIVE, e));
    int unnoticed = (int) quietest.stream().filter(e -> !detector.flags(e)).count();
    return new DetectionTable.Adaptive(attack.epsilon(), images.size(), quietest.size(), unnoticed);
  }

  private static float[][] pixels(List<LabeledImage> images) {
    return images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
  }
}
