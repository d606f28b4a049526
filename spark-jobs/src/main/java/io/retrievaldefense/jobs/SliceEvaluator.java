package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.TestSubject;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.evaluation.ClassifierModel;
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
    int batch = spec.suite().slice();
    CnnModel extractor = spec.extractor().model();
    GaussianProjection projection = spec.features().projection();
    NeighborIndex index = SharedIndex.open(spec.indexLocation(), spec.features(), hadoop);
    models.put(
        EvaluatedModel.BASELINE,
        ClassifierModel.of(
            new BaselineClassifier(extractor, batch), ThreatModel.BASELINE_TRANSFER));
    for (byte[] bytes : spec.summaryModels()) {
      SummaryModel model = SummaryModelFile.parse(bytes, "classifier");
      models.put(
          new EvaluatedModel(model.neighbors()),
          ClassifierModel.of(
              new RetrievalClassifier(
                  extractor,
                  spec.extractor().layer(),
                  batch,
                  RetrievalHead.of(new IndexRetriever(projection, index), model)),
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
    AttackSuite suite = spec.suite();
    List<Example> examples = slice.examples();
    Map<EvaluatedModel, TestSubject> subjects = new LinkedHashMap<>();
    models.forEach(
        (name, model) -> subjects.put(name, TestSubject.of(model, examples, suite.slice())));
    List<ResultRow> rows = new ArrayList<>();
    for (ThreatModel threat : suite.threats()) {
      for (Attack attack : suite.attacks()) {
        for (double epsilon : suite.epsilons()) {
          AttackPlan plan =
              AttackPlan.of(attack, new LinfBall(epsilon), threat, spec.seed())
                  .inBatchesOf(suite.slice());
          rows.addAll(attack(plan, subjects));
        }
      }
    }
    return rows;
  }

  private List<ResultRow> attack(AttackPlan plan, Map<EvaluatedModel, TestSubject> subjects) {
    if (plan.threat() == ThreatModel.BASELINE_TRANSFER) {
      return craft(plan, EvaluatedModel.BASELINE, subjects);
    }
    List<ResultRow> rows = new ArrayList<>();
    subjects.forEach(
        (name, subject) -> {
          // The plain network has no index to know: its one row serves every threat model.
          if (!name.isBaseline()) {
            rows.addAll(craft(plan, name, Map.of(name, subject)));
          }
        });
    return rows;
  }

  /** Crafts once, on one model, and judges by every subject. */
  private List<ResultRow> craft(
      AttackPlan plan, EvaluatedModel source, Map<EvaluatedModel, TestSubject> subjects) {
    List<EvaluatedModel> names = List.copyOf(subjects.keySet());
    List<List<AttackResult>> results =
        AttackHarness.transfer(plan, models.get(source), List.copyOf(subjects.values()));
    List<ResultRow> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (AttackResult result : results.get(i)) {
        rows.add(ResultRow.of(names.get(i), result));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    models.values().forEach(ClassifierModel::close);
  }
}
