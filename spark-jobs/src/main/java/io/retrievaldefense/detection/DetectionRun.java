package io.retrievaldefense.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.detection.DetectionTable.Adaptive;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A detector for a finished run: calibrated on its validation images, held against its stored
 * adversarial examples and clean images, and against the attacker who knows it. Adversarial
 * examples are of images that the defence gets right, and an ROC is against these same images as
 * they are: those it gets wrong are suspect without any attack, and would flatter an attacker.
 */
public final class DetectionRun {
  private static final int BATCH = 32;
  private static final List<Double> PENALTIES = List.of(0.3, 1.0, 3.0);

  private final TrainedRun run;
  private final int neighbors;
  private final SparkSession spark;
  private final Progress progress;

  /**
   * What is measured.
   *
   * @param falsePositives share of validation images that is flagged, in (0, 1)
   * @param adaptiveExamples the most images for the adaptive attack, 0 for none
   * @param adaptiveSteps of PGD, for each of four penalties, two ways
   */
  public record Request(double falsePositives, int adaptiveExamples, int adaptiveSteps) {

    /** Checks the numbers. */
    public Request {
      if (!(falsePositives > 0 && falsePositives < 1)) {
        throw new BadInputException(
            "share of false positives must be in (0, 1): " + falsePositives);
      }
      if (adaptiveExamples < 0) {
        throw new BadInputException(
            "number of examples for the adaptive attack must not be negative: " + adaptiveExamples);
      }
      if (adaptiveSteps < 1) {
        throw new BadInputException(
            "steps of the adaptive attack must be at least 1: " + adaptiveSteps);
      }
    }
  }

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

  /** A stored example that fooled the defence. */
  private record Fooling(StoredExample example, Evidence evidence) {}

  /** A clean test image that was attacked, and what the defence tells of it. */
  private record Attacked(LabeledImage image, Evidence evidence) {
    boolean isRight() {
      return evidence.label() == image.label();
    }
  }

  /**
   * @param request what is measured
   * @return what is noticed
   * @throws BadInputException if no classifier was trained for N, what is retrieved has no part in
   *     its answers, or no example is stored
   * @throws IOException if a part is missing or damaged
   */
  public DetectionTable measure(Request request) throws IOException {
    run.requireTrainedFor(neighbors);
    if (!run.summary(neighbors).shape().input().hasSummary()) {
      throw new BadInputException(
          "classifier.input must be summary or both for retrieval to tell of an answer: feature");
    }
    List<StoredExample> stored = run.storedExamples(spark, new EvaluatedModel(neighbors));
    if (stored.isEmpty()) {
      throw new BadInputException("run must have stored adversarial examples of N=" + neighbors);
    }
    NativeThreads.use(NativeThreads.available());
    try (NeighborIndex index = run.openIndex();
        Watched watched = watched(index)) {
      List<Evidence> validation =
          evidence(watched, "asking for validation images", pixels(run.validationImages(spark)));
      Detector detector = Detector.calibrated(validation, request.falsePositives());
      Map<Long, Attacked> attacked = attacked(watched, stored);
      List<Evidence> clean = attacked.values().stream().map(Attacked::evidence).toList();
      List<Attacked> right = attacked.values().stream().filter(Attacked::isRight).toList();
      List<Fooling> fooling = fooling(watched, stored, attacked);
      EvidenceByAttack byAttack = new EvidenceByAttack();
      for (Fooling found : fooling) {
        StoredExample example = found.example();
        for (String attack : List.of(DetectionTable.ANY, example.attack())) {
          byAttack.add(example.threat(), example.epsilon(), attack, found.evidence());
        }
      }
      List<Adaptive> adaptive = new ArrayList<>();
      List<LabeledImage> chosen = chosen(right, request.adaptiveExamples());
      for (double epsilon : chosen.isEmpty() ? Set.<Double>of() : epsilons(stored)) {
        AdaptiveAttack attack =
            new AdaptiveAttack(
                epsilon, request.adaptiveSteps(), PENALTIES, Long.parseLong(run.seed()));
        adaptive.add(adaptive(watched, detector, attack, chosen, fooling, byAttack));
      }
      int flagged = (int) validation.stream().filter(detector::flags).count();
      return new DetectionTable(
          new DetectionTable.Calibration(validation.size(), flagged),
          EvidenceByAttack.falsePositives(detector, clean),
          byAttack.rows(detector, right.stream().map(Attacked::evidence).toList()),
          adaptive);
    }
  }

  private Watched watched(NeighborIndex index) throws IOException {
    CnnModel extractor = CnnModelFile.parse(run.extractor(), "extractor of the run");
    return new Watched(
        run.classifier(neighbors, index, BATCH), new BaselineClassifier(extractor, BATCH));
  }

  private List<Evidence> evidence(Watched watched, String what, float[][] images) {
    progress.begin(what, images.length);
    return watched.evidence(images, progress::advance);
  }

  /** The clean images that examples are of, by id. */
  private Map<Long, Attacked> attacked(Watched watched, List<StoredExample> stored)
      throws IOException {
    Set<Long> ids = stored.stream().map(StoredExample::exampleId).collect(Collectors.toSet());
    List<LabeledImage> images =
        run.testImages(spark).stream().filter(image -> ids.contains(image.id())).toList();
    List<Evidence> evidence = evidence(watched, "asking for clean images", pixels(images));
    Map<Long, Attacked> attacked = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      attacked.put(images.get(i).id(), new Attacked(images.get(i), evidence.get(i)));
    }
    return attacked;
  }

  private static Set<Double> epsilons(List<StoredExample> stored) {
    return stored.stream()
        .map(StoredExample::epsilon)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The stored examples that fooled the defence, of images that it gets right. */
  private List<Fooling> fooling(
      Watched watched, List<StoredExample> stored, Map<Long, Attacked> attacked) {
    List<StoredExample> fooling =
        stored.stream().filter(e -> !e.robust() && attacked.get(e.exampleId()).isRight()).toList();
    float[][] images = fooling.stream().map(StoredExample::image).toArray(float[][]::new);
    List<Evidence> found = evidence(watched, "asking for adversarial examples", images);
    List<Fooling> with = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      with.add(new Fooling(fooling.get(i), found.get(i)));
    }
    return with;
  }

  /** Images for the adaptive attack. */
  private List<LabeledImage> chosen(List<Attacked> right, int most) throws IOException {
    long seed = NamedSeed.derive(Long.parseLong(run.seed()), "adaptive examples");
    return SeededOrder.of(right.stream().map(Attacked::image).toList(), seed).stream()
        .limit(most)
        .toList();
  }

  /** Of each image the least suspected example counts, its stored ones of that radius included. */
  private Adaptive adaptive(
      Watched watched,
      Detector detector,
      AdaptiveAttack attack,
      List<LabeledImage> images,
      List<Fooling> stored,
      EvidenceByAttack byAttack) {
    progress.begin("adaptive attack at epsilon " + attack.epsilon(), images.size());
    Map<Long, List<Evidence>> byImage =
        stored.stream()
            .filter(fooling -> fooling.example().epsilon() == attack.epsilon())
            .collect(
                groupingBy(
                    fooling -> fooling.example().exampleId(),
                    mapping(Fooling::evidence, toList())));
    List<Evidence> quietest = new ArrayList<>();
    for (int from = 0; from < images.size(); from += watched.batch()) {
      List<LabeledImage> batch =
          images.subList(from, Math.min(images.size(), from + watched.batch()));
      long[] ids = batch.stream().mapToLong(LabeledImage::id).toArray();
      int[] labels = batch.stream().mapToInt(LabeledImage::label).toArray();
      List<Optional<Evidence>> found = attack.attack(watched, detector, pixels(batch), labels, ids);
      for (int i = 0; i < ids.length; i++) {
        Stream.concat(found.get(i).stream(), byImage.getOrDefault(ids[i], List.of()).stream())
            .min(Comparator.comparingDouble(detector::combined))
            .ifPresent(quietest::add);
      }
      progress.advance(batch.size());
    }
    String threat = ThreatModel.KNOWN_INDEX.id();
    quietest.forEach(e -> byAttack.add(threat, attack.epsilon(), DetectionTable.ADAPTIVE, e));
    int unnoticed = (int) quietest.stream().filter(e -> !detector.flags(e)).count();
    return new Adaptive(attack.epsilon(), images.size(), quietest.size(), unnoticed);
  }

  private static float[][] pixels(List<LabeledImage> images) {
    return images.stream().map(LabeledImage::unitPixels).toArray(float[][]::new);
  }
}
