package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.index.projection.GaussianProjection;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Classifies and attacks slices with one set of networks: one to a thread, on the driver or in a
 * task, with the same results.
 */
final class SliceEvaluator implements AutoCloseable {

  /** What a model answered to a clean image. */
  record Prediction(long id, int label, EvaluatedModel model, int predicted) {}

  private final EvaluationSpec spec;
  private final Map<EvaluatedModel, ClassifierModel> models = new LinkedHashMap<>();

  /** Builds the networks; the calling thread is the one to use them. */
  SliceEvaluator(EvaluationSpec spec, Configuration hadoop) throws IOException {
    this.spec = spec;
    NativeThreads.use(1);
    int batch = spec.attacks().slice();
    CnnModel extractor = spec.extractor().model();
    GaussianProjection projection = spec.features().projection();
    NeighborIndex index = SharedIndex.open(spec.indexLocation(), spec.features(), hadoop);
    models.put(
        EvaluatedModel.BASELINE,
        new ClassifierModel(
            new BaselineClassifier(extractor, batch), ThreatModel.BASELINE_TRANSFER));
    for (byte[] bytes : spec.summaryModels()) {
      SummaryModel model = SummaryModelFile.parse(bytes, "classifier");
      models.put(
          new EvaluatedModel(model.neighbors()),
          new ClassifierModel(
              new RetrievalClassifier(
                  extractor, spec.extractor().layer(), batch, projection, index, model),
              ThreatModel.KNOWN_INDEX));
    }
  }

  /** Every model's answer to every image of the slice. */
  List<Prediction> classify(Slice slice) {
    List<Example> examples = slice.examples();
    float[][] images = examples.stream().map(Example::image).toArray(float[][]::new);
    List<Prediction> predictions = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          int[] labels = model.labels(images);
          for (int i = 0; i < labels.length; i++) {
            predictions.add(
                new Prediction(examples.get(i).id(), examples.get(i).label(), name, labels[i]));
          }
        });
    return predictions;
  }

  /** Every attack under every threat model at every epsilon on every model. */
  List<ResultRow> attack(Slice slice) {
    AttacksConfig config = spec.attacks();
    List<Example> examples = slice.examples();
    List<ResultRow> rows = new ArrayList<>();
    for (AttacksConfig.Threat configured : config.threats()) {
      ThreatModel threat = ThreatModel.valueOf(configured.name());
      for (Attack attack : AttackSuite.of(config)) {
        for (double epsilon : config.epsilons()) {
          AttackPlan plan =
              AttackPlan.of(attack, new LinfBall(epsilon), threat, spec.seed())
                  .inBatchesOf(config.slice());
          rows.addAll(attack(plan, examples));
        }
      }
    }
    return rows;
  }

  private List<ResultRow> attack(AttackPlan plan, List<Example> examples) {
    ClassifierModel baseline = models.get(EvaluatedModel.BASELINE);
    boolean transfer = plan.threat() == ThreatModel.BASELINE_TRANSFER;
    List<ResultRow> rows = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          // The plain network has no index to know: one row serves every threat model.
          if (name.isBaseline() && !transfer) {
            return;
          }
          List<AttackResult> results =
              AttackHarness.transfer(plan, transfer ? baseline : model, model, examples);
          results.forEach(result -> rows.add(ResultRow.of(name, result)));
        });
    return rows;
  }

  @Override
  public void close() {
    models.values().forEach(ClassifierModel::close);
  }
}
