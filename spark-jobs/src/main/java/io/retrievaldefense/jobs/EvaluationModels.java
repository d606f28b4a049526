package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.backend.NativeThreads;
import io.retrievaldefense.classifier.BaselineClassifier;
import io.retrievaldefense.classifier.RetrievalClassifier;
import io.retrievaldefense.classifier.SummaryModel;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.cnn.CnnModel;
import io.retrievaldefense.evaluation.ClassifierModel;
import io.retrievaldefense.evaluation.DefenceParts;
import io.retrievaldefense.evaluation.ModelKey;
import io.retrievaldefense.evaluation.ModelSource;
import io.retrievaldefense.index.projection.NamedSeed;
import io.retrievaldefense.index.query.NeighborIndex;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The models of a run, built from its files for the thread that asks for them. */
final class EvaluationModels implements ModelSource {

  private final EvaluationSpec spec;
  private final CnnModel baseline;
  private final CnnModel extractor;
  private final DefenceParts parts;
  private final Map<Integer, SummaryModel> summaries = new HashMap<>();
  private final Map<ModelKey, ClassifierModel> open = new HashMap<>();

  /** The calling thread is the one to use them. */
  EvaluationModels(EvaluationSpec spec, Configuration hadoop) throws IOException {
    NativeThreads.use(1);
    this.spec = spec;
    baseline = spec.baseline().model();
    extractor = spec.extractor().model();
    for (byte[] bytes : spec.summaryModels()) {
      SummaryModel model = SummaryModelFile.parse(bytes, "classifier");
      summaries.put(model.neighbors(), model);
    }
    parts =
        new DefenceParts(
            spec.features().projection(),
            spec.standInFeatures().projection(),
            new SharedIndexes(spec, hadoop),
            NamedSeed.derive(spec.seed(), "ablations"));
  }

  /** The indexes by their place. */
  private record SharedIndexes(EvaluationSpec spec, Configuration hadoop)
      implements DefenceParts.Indexes {

    @Override
    public NeighborIndex own() throws IOException {
      return SharedIndex.open(spec.indexLocation(), spec.features(), hadoop);
    }

    @Override
    public NeighborIndex exact() throws IOException {
      return SharedIndex.exact(spec.indexLocation(), spec.features(), hadoop);
    }

    @Override
    public NeighborIndex standIn() throws IOException {
      return SharedIndex.open(spec.standInLocation(), spec.standInFeatures(), hadoop);
    }
  }

  @Override
  public AttackedModel model(ModelKey key) throws IOException {
    ClassifierModel model = open.get(key);
    if (model == null) {
      model = key.model().isDefence() ? defence(key) : plain(key);
      open.put(key, model);
    }
    return model;
  }

  private ClassifierModel plain(ModelKey key) {
    boolean isBaseline = key.model().isBaseline();
    return ClassifierModel.of(
        new BaselineClassifier(isBaseline ? baseline : extractor, spec.suite().batch()),
        isBaseline ? ThreatModel.BASELINE_TRANSFER : ThreatModel.EXTRACTOR_TRANSFER);
  }

  private ClassifierModel defence(ModelKey key) throws IOException {
    SummaryModel summary = summaries.get(key.model().neighbors());
    return ClassifierModel.of(
        new RetrievalClassifier(
            extractor,
            spec.extractor().layer(),
            spec.suite().batch(),
            parts.head(key.build(), summary)),
        key.build() == ModelKey.Build.STAND_IN
            ? ThreatModel.PRIVATE_INDEX
            : ThreatModel.KNOWN_INDEX);
  }

  @Override
  public void close() {
    open.values().forEach(ClassifierModel::close);
  }
}
