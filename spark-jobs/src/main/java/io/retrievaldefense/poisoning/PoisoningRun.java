package io.retrievaldefense.poisoning;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.config.BadInputException;
import io.retrievaldefense.features.CnnFeatureExtractor;
import io.retrievaldefense.features.FeatureExtractor;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.jobs.SeededOrder;
import io.retrievaldefense.jobs.TrainedRun;
import io.retrievaldefense.pipeline.Progress;
import io.retrievaldefense.poisoning.Asking.Query;
import io.retrievaldefense.poisoning.PoisoningTable.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Plants entries beside the index of a finished run, which stays as it is, and measures. */
public final class PoisoningRun {
  private static final int BATCH = 32;

  private final TrainedRun run;
  private final int neighbors;
  private final SparkSession spark;
  private final Progress progress;

  /**
   * What is planted and measured.
   *
   * @param planted numbers of entries to measure with; 0 shows what happens without
   * @param target label of the backdoor's entries
   * @param triggerSide of the backdoor's square, in pixels
   * @param examples the most test images, and the most victims
   */
  public record Request(List<Integer> planted, int target, int triggerSide, int examples) {

    /** Checks the numbers. */
    public Request {
      planted = List.copyOf(planted);
      if (planted.isEmpty() || planted.stream().anyMatch(k -> k < 0)) {
        throw new BadInputException(
            "numbers of planted entries must not be negative, one at least: " + planted);
      }
      if (examples < 1) {
        throw new BadInputException("number of examples must be at least 1: " + examples);
      }
    }
  }

  /**
   * @param run whose classifiers are trained
   * @param neighbors N, one that the run has trained for
   * @param spark reads the images
   * @param progress where to say how far it is
   */
  public PoisoningRun(TrainedRun run, int neighbors, SparkSession spark, Progress progress) {
    this.run = run;
    this.neighbors = neighbors;
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * @param request what to plant
   * @return both attacks for each number of entries; the victim's for those up to N, of which more
   *     would be no other
   * @throws BadInputException if no classifier was trained for N, the target is no class, or there
   *     are fewer validation and training images than entries, which are made of them
   * @throws IOException if a part is missing or damaged
   */
  public PoisoningTable measure(Request request) throws IOException {
    run.requireTrainedFor(neighbors);
    int classes = run.classNames().size();
    if (request.target() < 0 || request.target() >= classes) {
      throw new BadInputException(
          "target must be a class in [0, " + (classes - 1) + "]: " + request.target());
    }
    Trigger trigger = new Trigger(run.shape(), request.triggerSide());
    long seed = NamedSeed.derive(Long.parseLong(run.seed()), "poisoning");
    List<LabeledImage> donors = donors(request, seed);
    List<LabeledImage> test =
        SeededOrder.of(run.testImages(spark), seed).stream().limit(request.examples()).toList();
    NativeThreads.use(NativeThreads.available());
    CnnModel network = CnnModelFile.parse(run.extractor(), "extractor of the run");
    try (NeighborIndex index = run.openIndex();
        FeatureExtractor extractor = new CnnFeatureExtractor(network, run.featureLayer(), BATCH)) {
      Asking asking = new Asking(extractor, progress);
      Poisoning poisoning = new Poisoning(asking, run.head(neighbors, index), trigger, seed);
      List<Query> asked = asking.about("asking for test images", test);
      List<Row> rows =
          new ArrayList<>(poisoning.backdoor(request.planted(), request.target(), donors, asked));
      // More copies than neighbours would be no other.
      List<Integer> copies =
          request.planted().stream().map(k -> Math.min(k, neighbors)).distinct().toList();
      rows.addAll(poisoning.victims(copies, poisoning.right(asked), classes));
      return new PoisoningTable(rows);
    }
  }

  /** As many as are planted at most, of public images: those first that trained nothing. */
  private List<LabeledImage> donors(Request request, long seed) throws IOException {
    int most = request.planted().stream().mapToInt(k -> k).max().orElseThrow();
    List<LabeledImage> donors = new ArrayList<>(SeededOrder.of(run.validationImages(spark), seed));
    if (donors.size() < most) {
      donors.addAll(SeededOrder.of(run.trainingImages(spark), seed));
    }
    if (donors.size() < most) {
      throw new BadInputException(
          "number of planted entries must be at most the validation and training images, "
              + donors.size()
              + ": "
              + most);
    }
    return donors.subList(0, most);
  }
}
