package io.retrievaldefense.jobs;

import io.retrievaldefense.config.RunConfig;
import io.retrievaldefense.report.EvaluatedModel;
import java.util.ArrayList;
import java.util.List;

/** Which models of a run are attacked. */
final class EvaluatedModels {

  private EvaluatedModels() {}

  /** The baseline, the extractor where it is another network, and the defence by N. */
  static List<EvaluatedModel> of(RunConfig config) {
    List<EvaluatedModel> models = new ArrayList<>(List.of(EvaluatedModel.BASELINE));
    if (config.baseline().isApart()) {
      models.add(EvaluatedModel.EXTRACTOR);
    }
    config.classifier().neighbors().stream().sorted().map(EvaluatedModel::new).forEach(models::add);
    return models;
  }
}
