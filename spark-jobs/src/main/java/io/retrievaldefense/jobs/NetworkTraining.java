package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.gradient.BatchPgd;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.AdversarialTraining;
import io.retrievaldefense.cnn.Augmentation;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.LinearProbe;
import io.retrievaldefense.cnn.Rotations;
import io.retrievaldefense.cnn.SelfSupervisedTrainer;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.config.AdversarialConfig;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.config.ExtractorConfig.Learning;
import io.retrievaldefense.config.LayerSpec;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.training.ParameterAveragingTrainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The training of one network of a run, by the driver, which holds the training images, or by the
 * executors, and then it holds the validation images alone.
 *
 * @param what it is, for people
 * @param layers hidden layers
 * @param seed the name its seed is derived by
 * @param learning by what
 * @param adversarial on what an attack makes of the images, if at all
 */
record NetworkTraining(
    String what,
    List<LayerSpec> layers,
    String seed,
    Learning learning,
    AdversarialConfig adversarial) {

  /** The configuration it depends on beside its layers, and whether it is adversarial. */
  static final List<String> SECTIONS =
      List.of(
          "seed",
          "runtime.threads",
          "extractor.trainer",
          "extractor.workers",
          "extractor.averaging-frequency",
          "extractor.dropout",
          "extractor.epochs",
          "extractor.batch-size",
          "extractor.learning-rate",
          "extractor.weight-decay",
          "extractor.label-smoothing",
          "extractor.weight-average",
          "extractor.patience",
          "extractor.flip",
          "extractor.shift",
          "extractor.cutout");

  static final String HISTORY = "training.json";

  /** Trains, and writes model and history to the step's folder. */
  StepSummary run(StepContext context) throws IOException {
    ExtractorConfig config = context.config().extractor();
    Path prepared = context.input("prepare");
    DatasetInfo info = DatasetInfo.read(prepared, context.hadoop());
    CnnArchitecture architecture = architecture(info.shape(), info.classNames().size());
    List<LabeledImage> validation = ImageTable.collect(context.spark(), prepared, Split.VALIDATION);
    NativeThreads.use(context.config().runtime().threads().among(NativeThreads.available()));
    context.progress().begin("training the " + what, config.epochs() * imagesOfEpoch(info));
    CnnTrainer.Trained trained =
        switch (config.trainer()) {
          case DRIVER ->
              onDriver(
                  context,
                  architecture,
                  ImageTable.collect(context.spark(), prepared, Split.TRAINING),
                  validation);
          case SPARK -> averaged(context, architecture, validation);
        };

    TrainingProgress.Epoch best = trained.history().get(trained.bestEpoch() - 1);
    double accuracy =
        isChosenByAccuracy()
            ? best.validationAccuracy()
            : CnnAccuracy.of(trained.model(), validation);
    byte[] bytes =
        CnnModelFile.toBytes(
            trained.model(),
            Map.of(
                "data", info.digest(),
                "best epoch", Integer.toString(best.number()),
                "validation accuracy", Double.toString(accuracy)));
    StepFiles.write(new Path(context.output(), ExtractorModel.FILE), bytes, context.hadoop());
    StepFiles.writeJson(new Path(context.output(), HISTORY), trained.history(), context.hadoop());
    StepSummary summary =
        StepSummary.of(
            String.format(
                Locale.ROOT,
                "%s %.2f %% after epoch %d",
                measure(),
                100 * best.validationAccuracy(),
                best.number()));
    if (!isChosenByAccuracy()) {
      summary = summary.with("validation-measure", best.validationAccuracy());
    }
    return summary
        .with("validation-accuracy", accuracy)
        .with("best-epoch", best.number())
        .with("images", (double) trained.history().size() * imagesOfEpoch(info))
        .with("parameters", architecture.parameterCount());
  }

  private CnnTrainer.Trained onDriver(
      StepContext context,
      CnnArchitecture architecture,
      List<LabeledImage> training,
      List<LabeledImage> validation) {
    TrainingOptions options = options(context.config());
    TrainingReporter reporter = new TrainingReporter(context, measure());
    CnnTrainer.Trained encoder =
        switch (learning) {
          case SUPERVISED ->
              new CnnTrainer(options).train(architecture, training, validation, attack(), reporter);
          case ROTATIONS ->
              new CnnTrainer(options.unmirrored())
                  .train(
                      new CnnArchitecture(
                          architecture.input(), architecture.layers(), Rotations.COUNT),
                      Rotations.of(training, architecture.input()),
                      Rotations.of(validation, architecture.input()),
                      reporter);
          case AUTOENCODER ->
              SelfSupervisedTrainer.autoencoder(options)
                  .train(architecture, training, validation, reporter);
          case CONTRASTIVE ->
              SelfSupervisedTrainer.contrastive(options)
                  .train(architecture, training, validation, reporter);
        };
    if (learning == Learning.SUPERVISED) {
      return encoder;
    }
    CnnModel probed =
        LinearProbe.fit(encoder.model(), architecture.classes(), training, options.seed());
    context
        .progress()
        .note(
            String.format(
                Locale.ROOT,
                "softmax regression on its features: validation accuracy %.2f %%",
                100 * CnnAccuracy.of(probed, validation)));
    return new CnnTrainer.Trained(probed, encoder.bestEpoch(), encoder.history());
  }

  private CnnTrainer.Trained averaged(
      StepContext context, CnnArchitecture architecture, List<LabeledImage> validation) {
    ExtractorConfig config = context.config().extractor();
    context
        .progress()
        .note("workers train without dropout, weight decay and weight averaging over time");
    return new ParameterAveragingTrainer(
            options(context.config()), config.workers(), config.averagingFrequency())
        .train(
            architecture,
            ImageTable.read(context.spark(), context.input("prepare"), Split.TRAINING)
                .javaRDD()
                .map(ImageTable::image),
            validation,
            new TrainingReporter(context, measure()));
  }

  Optional<AdversarialTraining> attack() {
    if (!adversarial.isOn()) {
      return Optional.empty();
    }
    BatchPgd pgd = new BatchPgd(adversarial.steps(), adversarial.epsilon(), adversarial.reach());
    return Optional.of(
        new AdversarialTraining(
            (images, labels, network, strength, random) ->
                pgd.perturb(images, labels, network::at, strength, random),
            adversarial.warmUp()));
  }

  CnnArchitecture architecture(ImageShape shape, int classes) {
    return CnnArchitecture.of(shape, layers.stream().map(Object::toString).toList(), classes);
  }

  TrainingOptions options(RunConfig run) {
    ExtractorConfig config = run.extractor();
    return new TrainingOptions(
        config.epochs(),
        config.batchSize(),
        config.learningRate(),
        config.weightDecay(),
        config.dropout(),
        config.labelSmoothing(),
        config.weightAverage(),
        config.patience(),
        augmentation(config),
        NamedSeed.derive(run.seed(), seed));
  }

  static Augmentation augmentation(ExtractorConfig config) {
    return new Augmentation(
        config.flip() ? Augmentation.Flip.HORIZONTAL : Augmentation.Flip.NONE,
        config.shift(),
        config.cutout());
  }

  private long imagesOfEpoch(DatasetInfo info) {
    return (long) info.count(Split.TRAINING)
        * (learning == Learning.ROTATIONS ? Rotations.COUNT : 1);
  }

  /** Whether it is the accuracy on validation images as they are that an epoch is chosen by. */
  boolean isChosenByAccuracy() {
    return learning == Learning.SUPERVISED && !adversarial.isOn();
  }

  /** What an epoch is chosen by. */
  String measure() {
    return switch (learning) {
      case SUPERVISED ->
          adversarial.isOn() ? "validation accuracy under PGD" : "validation accuracy";
      case ROTATIONS -> "rotations told in validation";
      case AUTOENCODER -> "variance explained in validation";
      case CONTRASTIVE -> "pairs of views found in validation";
    };
  }
}
