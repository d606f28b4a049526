package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** The defence behind its extractor, as the steps before have left it. */
final class TrainedHead {

  private TrainedHead() {}

  /**
   * Of projection, index and trained model; the index is the process's, and stays open.
   *
   * @param neighbors N, one that a classifier was trained for
   */
  static RetrievalHead of(StepContext context, int neighbors) throws IOException {
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    NeighborIndex index =
        SharedIndex.open(
            BuildIndex.path(context.input("build-index")).toString(), features, context.hadoop());
    Path model = TrainClassifier.model(context.input("train-classifier"), neighbors);
    return RetrievalHead.of(
        new IndexRetriever(features.projection(), index),
        SummaryModelFile.parse(StepFiles.read(model, context.hadoop()), model.toString()));
  }
}
