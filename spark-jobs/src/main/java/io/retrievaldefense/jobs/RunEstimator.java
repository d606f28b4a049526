package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.SummaryShape;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.FeatureLayer;
import io.retrievaldefense.cnn.Normalization;
import io.retrievaldefense.cnn.Rotations;
import io.retrievaldefense.config.AttacksConfig.Threat;
import io.retrievaldefense.config.AttentionTuningConfig;
import io.retrievaldefense.config.IndexConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.config.TrainingQueriesConfig;
import io.retrievaldefense.evaluation.AttackSuite;
import io.retrievaldefense.evaluation.Campaign;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.evaluation.CostEstimate;
import io.retrievaldefense.evaluation.ModelKey;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.evaluation.WorkUnit;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.Estimate;
import io.retrievaldefense.pipeline.Estimator;
import io.retrievaldefense.report.EvaluatedModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run would take on this machine: the network, the index and the layers it asks for are
 * tried on noise for some seconds, and some images are decoded; sizes are counted. Spark's own time
 * and retrieval under attack come on top, early stopping off.
 */
final class RunEstimator implements Estimator {

  @Override
  public Map<String, Estimate> estimates(RunConfig config, Configuration hadoop)
      throws IOException {
    return new Work(config, PlannedImages.of(config), hadoop).estimates();
  }

  /** One run's. */
  private static final class Work {
    private final RunConfig config;
    private final PlannedImages images;
    private final CnnArchitecture architecture;
    private final NetworkSpeed speed;
    private final int processors = NativeThreads.available();

    Work(RunConfig config, PlannedImages images, Configuration hadoop) throws IOException {
      this.config = config;
      this.images = images;
      this.architecture = architecture(hadoop);
      this.speed = speed(architecture);
    }

    private NetworkSpeed speed(CnnArchitecture of) {
      return NetworkSpeed.measure(
          of, TrainExtractor.options(config), config.runtime().threads().among(processors));
    }

    private CnnArchitecture architecture(Configuration hadoop) throws IOException {
      String imported = config.importedModel().file();
      return imported.isEmpty()
          ? TrainExtractor.architecture(config.extractor(), images.shape(), images.classes())
          : CnnModelFile.parse(StepFiles.read(new Path(imported), hadoop), imported).architecture();
    }

    Map<String, Estimate> estimates() throws IOException {
      long training = images.count(Split.TRAINING);
      TrainingQueriesConfig learning = config.classifier().queries();
      long queries =
          TrainingQueries.withValidation(learning.images()).stream().mapToLong(images::count).sum();
      long indexed = images.count(Split.PRIVATE);
      Map<String, Estimate> estimates = new TreeMap<>();
      estimates.put(
          "prepare",
          new Estimate(
              images.all() * images.secondsPerImage() / processors,
              images.all() * images.shape().length()));
      int epochs = config.extractor().epochs();
      if (config.baseline().isApart()) {
        CnnArchitecture apart =
            TrainBaseline.architecture(config, images.shape(), images.classes());
        estimates.put(TrainBaseline.NAME, network(apart, speed(apart), epochs));
      }
      int passes = epochs * views() * (1 + config.extractor().adversarial().steps());
      estimates.put(
          TrainExtractor.NAME,
          network(architecture, speed, config.importedModel().isPresent() ? 0 : passes));
      if (config.extractor().attentionTuning().isOn()) {
        estimates.put(TuneExtractor.NAME, tuning(config.extractor().attentionTuning()));
      }
      estimates.put(
          "extract-features",
          new Estimate(
              images.all() * speed.forward(),
              images.all() * Float.BYTES * (features() + projected())));
      RetrievalSpeed retrieval = RetrievalSpeed.measure(config, projected(), features(), indexed);
      estimates.put("build-index", index(indexed, retrieval));
      if (learning.isAdversarial()) {
        // A step costs a gradient, and the last points are classified and their features extracted.
        double query = learning.steps() * speed.training() + 2 * speed.forward();
        estimates.put(
            AttackQueries.NAME,
            new Estimate(queries * query, queries * Float.BYTES * (features() + projected())));
      }
      estimates.put(
          "find-neighbors",
          new Estimate(queries * retrieval.search() / processors, queries * neighborBytes()));
      estimates.put(
          "train-classifier",
          new Estimate(
              classifierSeconds(queries) + roundSeconds(learning, queries, retrieval),
              classifierBytes() + learning.rounds() * queries * roundBytes()));
      boolean needsStandIn = config.attacks().threats().contains(Threat.PRIVATE_INDEX);
      estimates.put("build-stand-in", index(needsStandIn ? training : 0, retrieval));
      estimates.put("evaluate-attacks", new Estimate(attackSeconds(), exampleBytes()));
      estimates.put("report", new Estimate(reportSeconds(retrieval), 0));
      return estimates;
    }

    /** How many images an epoch makes of one. */
    private int views() {
      return switch (config.extractor().learning()) {
        case SUPERVISED, AUTOENCODER -> 1;
        case ROTATIONS -> Rotations.COUNT;
        case CONTRASTIVE -> 2;
      };
    }

    private Estimate network(CnnArchitecture of, NetworkSpeed its, int passes) {
      double pass =
          images.count(Split.TRAINING) * its.training()
              + images.count(Split.VALIDATION) * its.forward();
      return new Estimate(passes * pass, (long) Float.BYTES * of.parameterCount());
    }

    /** Its search is little beside the network. */
    private Estimate tuning(AttentionTuningConfig tuning) {
      long bank = Math.min(tuning.bank(), images.count(Split.TRAINING));
      double keys = bank * speed.forward();
      double before = keys + images.count(Split.VALIDATION) * speed.forward();
      Estimate epochs = network(architecture, speed, tuning.epochs());
      return new Estimate(before + epochs.seconds() + tuning.epochs() * keys, epochs.bytes());
    }

    /** d. */
    private int projected() {
      return config.projection().dimension().limit().orElse(features());
    }

    private int features() {
      return architecture.featureLength(FeatureLayer.valueOf(config.extractor().feature().name()));
    }

    private Estimate index(long rows, RetrievalSpeed retrieval) {
      int writers = Math.min(processors, config.index().shards());
      return new Estimate(rows * retrieval.indexing() / writers, rows * indexBytes());
    }

    private SummaryShape head() {
      return HeadTraining.shape(config.classifier(), features(), images.classes());
    }

    /** Every N on a thread of its own. */
    private double classifierSeconds(long examples) {
      double seconds = 0;
      for (int neighbors : config.classifier().neighbors()) {
        double example = HeadSpeed.training(config, head(), neighbors);
        seconds += config.classifier().epochs() * examples * example;
      }
      return seconds / Math.min(processors, config.classifier().neighbors().size());
    }

    /** Of the rows of an image, one for each N: h, and its neighbours. */
    private long roundBytes() {
      long bytes = 0;
      for (int neighbors : config.classifier().neighbors()) {
        bytes +=
            (long) Float.BYTES * features()
                + neighbors * (2L * Long.BYTES + Float.BYTES + Integer.BYTES);
      }
      return bytes;
    }

    /** Of attacking every head as often as configured, and training it on ever more. */
    private double roundSeconds(
        TrainingQueriesConfig learning, long queries, RetrievalSpeed retrieval) {
      // A step retrieves N rows and 2 N; the last points are classified and retrieved for again.
      double step = speed.training() + 2 * retrieval.search() / processors;
      double attack =
          (learning.steps() + 1) * step * queries * config.classifier().neighbors().size();
      double seconds = 0;
      for (int round = 1; round <= learning.rounds(); round++) {
        seconds += attack + classifierSeconds((round + 1) * queries);
      }
      return seconds;
    }

    private long classifierBytes() {
      return (long) Float.BYTES * head().parameterCount() * config.classifier().neighbors().size();
    }

    /** Of measuring retrieval and whole answers, which is most of it. */
    private double reportSeconds(RetrievalSpeed retrieval) {
      long queries = Math.min(images.count(Split.TEST), config.report().recallQueries());
      int probes = config.index().engine() == IndexConfig.Engine.LSH ? config.index().probes() : 0;
      return RetrievalMeasurement.seconds(probes, queries * retrieval.search())
          + QueryCostMeasurement.seconds(
              processors * speed.forward(),
              retrieval.search(),
              config.classifier().neighbors().size());
    }

    /** Of a row: id, label, h', h, sketch, and key and row number in each table. */
    private long indexBytes() {
      return Long.BYTES
          + Integer.BYTES
          + (long) Float.BYTES * (projected() + features())
          + config.index().sketchBits() / Byte.SIZE
          + 2L * Integer.BYTES * config.index().tables();
    }

    /** Of the row of an image: its neighbours' ids, distances and labels. */
    private long neighborBytes() {
      return (long) Collections.max(config.classifier().neighbors())
          * (Long.BYTES + Double.BYTES + Integer.BYTES);
    }

    private int attacked() {
      long test = images.count(Split.TEST);
      return config.attacks().examples().among((int) Math.min(test, Integer.MAX_VALUE));
    }

    /** A stored image for each example, model, threat model and epsilon. */
    private long exampleBytes() {
      return (long) EvaluatedModels.of(config).size()
          * attacked()
          * config.attacks().threats().size()
          * config.attacks().epsilons().size()
          * Float.BYTES
          * images.shape().length();
    }

    /** Of the attacks on every example; those on survivors depend on who survives. */
    private double attackSeconds() throws IOException {
      AttackSuite suite = AttackSuite.of(config.attacks(), images.shape());
      List<EvaluatedModel> models = EvaluatedModels.of(config);
      int test = (int) Math.min(images.count(Split.TEST), Integer.MAX_VALUE);
      List<LabeledImage> all = NetworkSpeed.noise(architecture, test);
      Campaign campaign =
          new Campaign(suite, models, all, all.subList(0, attacked()), config.seed());
      float[] unscaled = new float[architecture.input().channels()];
      Arrays.fill(unscaled, 1);
      CnnModel model =
          CnnModel.initialized(
              architecture, new Normalization(new float[unscaled.length], unscaled), 0);
      NativeThreads.use(1);
      double seconds = 0;
      try (PlainNetwork plain =
          new PlainNetwork(
              ClassifierModel.of(
                  new BaselineClassifier(model, suite.batch()), ThreatModel.BASELINE_TRANSFER))) {
        CostEstimate cost = new CostEstimate(suite, plain);
        for (WorkUnit unit : campaign.everyExample()) {
          seconds += cost.seconds(unit);
        }
      }
      return seconds / processors;
    }
  }

  /** Stands for every model: the defence's network is the same one. */
  private record PlainNetwork(ClassifierModel network) implements ModelSource {
    @Override
    public AttackedModel model(ModelKey key) {
      return network;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
