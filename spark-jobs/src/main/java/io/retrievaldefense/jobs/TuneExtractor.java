package io.retrievaldefense.jobs;

import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.cnn.AttentionTuner;
import io.retrievaldefense.cnn.AttentionTuning;
import io.retrievaldefense.cnn.CnnAccuracy;
import io.retrievaldefense.cnn.CnnModelFile;
import io.retrievaldefense.cnn.TrainingOptions;
import io.retrievaldefense.config.AttentionTuningConfig;
import io.retrievaldefense.config.ExtractorConfig;
import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.model.ModelFile;
import io.retrievaldefense.pipeline.Step;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.pipeline.StepSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Goes on training the extractor through attention, where that is configured; what it makes is the
 * extractor of all later steps, and the baseline too where no other network is.
 */
public final class TuneExtractor implements Step {

  /** Its name. */
  public static final String NAME = "tune-extractor";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "go on training the extractor through attention over what it retrieves";
  }

  @Override
  public boolean isPartOf(RunConfig config) {
    return config.extractor().attentionTuning().isOn();
  }

  @Override
  public List<String> sections() {
    return List.of(
        "seed",
        "runtime.threads",
        "extractor.attention-tuning",
        "extractor.feature",
        "extractor.dropout",
        "extractor.batch-size",
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
    return List.of("prepare", TrainExtractor.NAME);
  }

  @Override
  public StepSummary run(StepContext context) throws IOException {
    AttentionTuningConfig config = context.config().extractor().attentionTuning();
    Path prepared = context.input("prepare");
    DatasetInfo info = DatasetInfo.read(prepared, context.hadoop());
    ExtractorModel trained =
        ExtractorModel.read(
            context.input(TrainExtractor.NAME), context.config().extractor(), context.hadoop());
    List<LabeledImage> training = ImageTable.collect(context.spark(), prepared, Split.TRAINING);
    List<LabeledImage> validation = ImageTable.collect(context.spark(), prepared, Split.VALIDATION);
    NativeThreads.use(context.config().runtime().threads().among(NativeThreads.available()));
    context
        .progress()
        .begin("tuning the extractor", (long) config.epochs() * info.count(Split.TRAINING));
    AttentionTuner.Tuned tuned =
        new AttentionTuner(options(context.config()), tuning(trained, config))
            .tune(
                trained.model(),
                training,
                validation,
                new TrainingReporter(context, "attention's validation accuracy"));
    double accuracy = CnnAccuracy.of(tuned.model(), validation);
    byte[] bytes =
        CnnModelFile.toBytes(
            tuned.model(),
            Map.of(
                "data", info.digest(),
                "tuned from", ModelFile.digest(trained.bytes()),
                "best epoch of tuning", Integer.toString(tuned.bestEpoch()),
                "validation accuracy of attention", Double.toString(tuned.after()),
                "validation accuracy", Double.toString(accuracy)));
    StepFiles.write(new Path(context.output(), ExtractorModel.FILE), bytes, context.hadoop());
    StepFiles.writeJson(
        new Path(context.output(), TrainExtractor.HISTORY), tuned.history(), context.hadoop());
    return StepSummary.of(
            String.format(
                Locale.ROOT,
                "attention's validation accuracy %.2f %%, %s; its own classifier's %.2f %%",
                100 * tuned.before(),
                became(tuned),
                100 * accuracy))
        .with("attention-accuracy-before", tuned.before())
        .with("attention-accuracy", tuned.after())
        .with("validation-accuracy", accuracy)
        .with("best-epoch", tuned.bestEpoch())
        .with("images", (double) tuned.history().size() * info.count(Split.TRAINING));
  }

  private static String became(AttentionTuner.Tuned tuned) {
    return tuned.bestEpoch() == 0
        ? "better in no epoch, so that the extractor stays as it was"
        : String.format(
            Locale.ROOT, "%.2f %% after epoch %d", 100 * tuned.after(), tuned.bestEpoch());
  }

  private static AttentionTuning tuning(ExtractorModel trained, AttentionTuningConfig config) {
    return new AttentionTuning(
        trained.layer(),
        config.neighbors(),
        config.bank(),
        config.sharpness(),
        config.crossEntropy());
  }

  private static TrainingOptions options(RunConfig run) {
    ExtractorConfig config = run.extractor();
    return new TrainingOptions(
        config.attentionTuning().epochs(),
        config.batchSize(),
        config.attentionTuning().learningRate(),
        config.weightDecay(),
        config.dropout(),
        config.labelSmoothing(),
        config.weightAverage(),
        config.patience(),
        NetworkTraining.augmentation(config),
        NamedSeed.derive(run.seed(), "attention tuning"));
  }
}
