package io.retrievaldefense.classifier;

import io.retrievaldefense.classifier.StageTimes.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * All of the classifier behind the extractor: h to h' to N neighbours to logits. Thread-safe.
 *
 * @param retriever projection and index
 * @param classifier attention and fully connected layers
 * @param neighbors N
 * @param classes C
 */
public record RetrievalHead(
    Retriever retriever, SummaryClassifier classifier, int neighbors, int classes) {

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if they do not, or there are fewer rows than N
   */
  public RetrievalHead {
    if (classifier.featureLength() != retriever.featureLength()) {
      throw new IllegalArgumentException(
          "feature length must be the same in index and classifier: "
              + retriever.featureLength()
              + ", "
              + classifier.featureLength());
    }
    if (neighbors > retriever.size()) {
      throw new IllegalArgumentException(
          "number of neighbors must be at most the private set's size "
              + retriever.size()
              + ": "
              + neighbors);
    }
  }

  /** Of a trained model. */
  public static RetrievalHead of(Retriever retriever, SummaryModel model) {
    return new RetrievalHead(
        retriever, new SummaryClassifier(model), model.neighbors(), model.shape().classes());
  }

  /** Evaluates features [n, D], each with its own retrieved set. */
  public List<SummaryClassifier.Evaluation> evaluate(float[][] features) {
    return evaluate(features, new StageTimes());
  }

  List<SummaryClassifier.Evaluation> evaluate(float[][] features, StageTimes times) {
    times.start();
    float[][] projected = new float[features.length][];
    for (int i = 0; i < projected.length; i++) {
      projected[i] = retriever.project(features[i]);
    }
    List<List<RetrievedRow>> found = retriever.nearest(projected, neighbors);
    times.end(Stage.RETRIEVAL);
    List<SummaryClassifier.Evaluation> evaluations = new ArrayList<>(features.length);
    for (int i = 0; i < features.length; i++) {
      evaluations.add(classifier.evaluate(features[i], Retrieved.of(found.get(i))));
    }
    times.end(Stage.ATTENTION);
    return evaluations;
  }
}
