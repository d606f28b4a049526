package io.retrievaldefense.jobs;

import io.retrievaldefense.cnn.TrainingProgress;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.LabeledImage;
import io.retrievaldefense.pipeline.StepContext;
import io.retrievaldefense.report.AttentionData;
import io.retrievaldefense.report.ConfusionMatrix;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.GalleryItem;
import io.retrievaldefense.report.ReportDetails;
import io.retrievaldefense.report.TrainingCurve;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Gallery, attention, confusion and training of a run, for its report. */
final class RunDetails {
  /** Examples that attention is measured on. */
  private static final int EXPLAINED = 500;

  private final StepContext context;
  private final DatasetInfo info;
  private final TrainClassifier.Choice choice;

  private RunDetails(StepContext context, DatasetInfo info, TrainClassifier.Choice choice) {
    this.context = context;
    this.info = info;
    this.choice = choice;
  }

  static ReportDetails of(StepContext context) throws IOException {
    return new RunDetails(
            context,
            DatasetInfo.read(context.input("prepare"), context.hadoop()),
            TrainClassifier.Choice.read(context.input("train-classifier"), context.hadoop()))
        .details();
  }

  private ReportDetails details() throws IOException {
    EvaluatedModel model = new EvaluatedModel(choice.chosenNeighbors());
    ExampleExplainer explainer = new ExampleExplainer(context, model);
    List<StoredExample> stored = explainer.stored();
    // What was retrieved explains nothing where the layers are not given it.
    boolean isReason = context.config().classifier().isByRetrieval();
    List<ExplainedExample> explained = isReason ? explainer.explain(stored, EXPLAINED) : List.of();
    return new ReportDetails(
        training(), confusion(model, stored), attention(model, explained), gallery(explained));
  }

  private List<TrainingCurve> training() throws IOException {
    List<TrainingCurve> curves = new ArrayList<>();
    // An imported network was not trained here.
    NetworkTraining training = TrainExtractor.training(context.config().extractor());
    String network = "network" + (training.isChosenByAccuracy() ? "" : ", " + training.measure());
    network(TrainExtractor.NAME, network).ifPresent(curves::add);
    if (context.config().extractor().attentionTuning().isOn()) {
      network(TuneExtractor.NAME, "network, through attention").ifPresent(curves::add);
    }
    String underPgd = context.config().classifier().queries().isAdversarial() ? ", under PGD" : "";
    new TreeMap<>(choice.histories())
        .forEach(
            (neighbors, history) ->
                curves.add(
                    new TrainingCurve(
                        "N=" + neighbors + underPgd,
                        history.stream()
                            .map(
                                epoch ->
                                    new TrainingCurve.Epoch(
                                        epoch.number(),
                                        epoch.trainingLoss(),
                                        epoch.validationAccuracy()))
                            .toList())));
    return curves;
  }

  private Optional<TrainingCurve> network(String step, String name) throws IOException {
    List<TrainingCurve.Epoch> epochs =
        Arrays.stream(
                StepFiles.readJson(
                    new Path(context.input(step), TrainExtractor.HISTORY),
                    TrainingProgress.Epoch[].class,
                    context.hadoop()))
            .map(
                epoch ->
                    new TrainingCurve.Epoch(
                        epoch.number(), epoch.trainingLoss(), epoch.validationAccuracy()))
            .toList();
    return epochs.isEmpty() ? Optional.empty() : Optional.of(new TrainingCurve(name, epochs));
  }

  private List<ConfusionMatrix> confusion(EvaluatedModel model, List<StoredExample> stored) {
    List<ConfusionMatrix> matrices = new ArrayList<>();
    for (EvaluatedModel shown : List.of(EvaluatedModel.BASELINE, model)) {
      long[][] counts = new long[info.classNames().size()][info.classNames().size()];
      for (Row row : clean(shown)) {
        counts[row.getInt(0)][row.getInt(1)]++;
      }
      matrices.add(new ConfusionMatrix(shown + ", clean test images", info.classNames(), counts));
    }
    if (!stored.isEmpty()) {
      long[][] counts = new long[info.classNames().size()][info.classNames().size()];
      // An answer that is not finite is no class.
      stored.stream()
          .filter(example -> example.labelAfter() >= 0)
          .forEach(example -> counts[example.label()][example.labelAfter()]++);
      matrices.add(new ConfusionMatrix(model + ", " + attacked(stored), info.classNames(), counts));
    }
    return matrices;
  }

  private List<Row> clean(EvaluatedModel model) {
    return context
        .spark()
        .read()
        .parquet(new Path(context.input("evaluate-attacks"), EvaluateAttacks.CLEAN).toString())
        .where("model = '" + model + "'")
        .select("label", "predicted")
        .collectAsList();
  }

  private static String attacked(List<StoredExample> stored) {
    StoredExample any = stored.get(0);
    return "worst case of " + any.threat() + " at epsilon " + any.epsilon();
  }

  private Optional<AttentionData> attention(
      EvaluatedModel model, List<ExplainedExample> explained) {
    if (explained.isEmpty()) {
      return Optional.empty();
    }
    int classes = info.classNames().size();
    return Optional.of(
        new AttentionData(
            model.toString(),
            info.classNames(),
            List.of(
                AttentionMeasurement.of("clean", classes, explained, ExplainedExample::before),
                AttentionMeasurement.of(
                    "epsilon " + explained.get(0).stored().epsilon(),
                    classes,
                    explained,
                    ExplainedExample::after))));
  }

  private List<GalleryItem> gallery(List<ExplainedExample> explained) {
    List<ExplainedExample> chosen = GalleryPictures.chosen(explained);
    Set<Long> ids = GalleryPictures.neighbors(chosen);
    Map<Long, LabeledImage> images =
        ImageTable.byId(context.spark(), context.input("prepare"), Split.PRIVATE, ids);
    GalleryPictures pictures = new GalleryPictures(info.shape(), info.classNames());
    return chosen.stream().map(example -> pictures.item(example, images)).toList();
  }
}
