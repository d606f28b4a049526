package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.Augmentation;
import io.retrievaldefense.cnn.CnnArchitecture;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.CnnTrainer;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.config.ImportedModelConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.ImageShape;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import io.retrievaldefense.training.ParameterAveragingTrainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Trains the plain CNN: the baseline, and the feature extractor of the defence. The driver does it,
 * and holds the training images; or the executors do, and it holds the validation images alone.
 */
public final class TrainExtractor implements Step {

  static final String HISTORY = "training.json";

  @Override
  public String name() {
    return "train-extractor";
  }

  @Override
  public String description() {
    return "train the convolutional network that is both baseline and feature extractor";
  }

  @Override
  public List<String> sections() {
    return List.of(
        "seed",
        "runtime.threads",
        "extractor.model",
        "extractor.trainer",
        "extractor.workers",
        "extractor.averaging-frequency",
        "extractor.layers",
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
  }

  @Override
  public List<String> inputs() {
    return List.of("prepare");
  }

  @Override
  public String externalInputs(RunConfig config, Configuration hadoop) throws IOException {
    ImportedModelConfig imported = config.importedModel();
    return imported.isPresent() ? ImportedExtractor.digest(imported.file(), hadoop) : "";
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    ImportedModelConfig imported = context.config().importedModel();
    if (imported.isPresent()) {
      return ImportedExtractor.write(context, imported.file());
    }
    ExtractorConfig config = context.config().extractor();
    Path prepared = context.input("prepare");
    DatasetInfo info = DatasetInfo.read(prepared, context.hadoop());
    CnnArchitecture architecture = architecture(config, info.shape(), info.classNames().size());
    List<LabeledImage> validation = ImageTable.collect(context.spark(), prepared, Split.VALIDATION);
    NativeThreads.use(context.config().runtime().threads().among(NativeThreads.available()));
    context
        .progress()
        .begin("training the extractor", (long) config.epochs() * info.count(Split.TRAINING));
    CnnTrainer.Trained trained =
        switch (config.trainer()) {
          case DRIVER ->
              new CnnTrainer(options(context.config()))
                  .train(
                      architecture,
                      ImageTable.collect(context.spark(), prepared, Split.TRAINING),
                      validation,
                      new Reporter(context));
          case SPARK -> averaged(context, architecture, validation);
        };

    TrainingProgress.Epoch best = trained.history().get(trained.bestEpoch() - 1);
    byte[] bytes =
        CnnModelFile.toBytes(
            trained.model(),
            Map.of(
                "data", info.digest(),
                "best epoch", Integer.toString(best.number()),
                "validation accuracy", Double.toString(best.validationAccuracy())));
    StepFiles.write(new Path(context.output(), ExtractorModel.FILE), bytes, context.hadoop());
    StepFiles.writeJson(new Path(context.output(), HISTORY), trained.history(), context.hadoop());
    return StepSummary.of(
            String.format(
                Locale.ROOT,
                "validation accuracy %.2f %% after epoch %d",
                100 * best.validationAccuracy(),
                best.number()))
        .with("validation-accuracy", best.validationAccuracy())
        .with("best-epoch", best.number())
        .with("images", (double) trained.history().size() * info.count(Split.TRAINING))
        .with("parameters", architecture.parameterCount());
  }

  static CnnArchitecture architecture(ExtractorConfig config, ImageShape shape, int classes) {
    return CnnArchitecture.of(
        shape, config.layers().stream().map(Object::toString).toList(), classes);
  }

  private static CnnTrainer.Trained averaged(
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
            new Reporter(context));
  }

  static TrainingOptions options(RunConfig run) {
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
        new Augmentation(
            config.flip() ? Augmentation.Flip.HORIZONTAL : Augmentation.Flip.NONE,
            config.shift(),
            config.cutout()),
        NamedSeed.derive(run.seed(), "extractor"));
  }

  /** Passes what the trainer says on to the console. */
  private static final class Reporter implements TrainingProgress {
    private final StepContext context;
    private long reported;

    Reporter(StepContext context) {
      this.context = context;
    }

    @Override
    public void images(long done, long total) {
      context.progress().advance(done - reported);
      reported = done;
    }

    @Override
    public void epoch(Epoch epoch) {
      context
          .progress()
          .note(
              String.format(
                  Locale.ROOT,
                  "epoch %d of %d: training loss %.4f, validation accuracy %.2f %%, %.0f s",
                  epoch.number(),
                  epoch.of(),
                  epoch.trainingLoss(),
                  100 * epoch.validationAccuracy(),
                  epoch.seconds()));
    }
  }
}
