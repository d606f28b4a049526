package io.retrievaldefense.jobs;

import io.retrievaldefense.pipeline.Pipeline;
import java.util.List;

/** The steps from a folder of images to a robustness table. */
public final class DefensePipeline {

  private DefensePipeline() {}

  /** All steps, in their order. */
  public static Pipeline create() {
    return new Pipeline(
        List.of(
            new PrepareImages(),
            new TrainBaseline(),
            new TrainExtractor(),
            new TuneExtractor(),
            new ExtractFeatures(),
            new BuildIndex(),
            new AttackQueries(),
            new FindNeighbors(),
            new TrainClassifier(),
            new BuildStandIn(),
            new EvaluateAttacks(),
            new WriteReport()),
        new RunEstimator());
  }
}
