package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.IndexRetriever;
import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.SummaryClassifier;
import io.retrievaldefense.classifier.SummaryModelFile;
import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.index.query.NeighborIndex;
import io.retrievaldefense.pipeline.StepContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * What an attacker learns who asks the defence for the class of images of his own: one query an
 * image, answered by the classifier that validation images have chosen, over the private index.
 */
final class QueriedLabels {
  private static final int BATCH = 1024;

  private QueriedLabels() {}

  /** The answers for the chosen rows of a split, by id. */
  static Map<Long, Integer> of(StepContext context, Split split, RowSelection asked)
      throws IOException {
    FeatureInfo features = FeatureInfo.read(context.input("extract-features"), context.hadoop());
    NeighborIndex index =
        SharedIndex.open(
            BuildIndex.path(context.input("build-index")).toString(), features, context.hadoop());
    Path trained = context.input("train-classifier");
    int chosen = TrainClassifier.Choice.read(trained, context.hadoop()).chosenNeighbors();
    Path file = TrainClassifier.model(trained, chosen);
    RetrievalHead head =
        RetrievalHead.of(
            new IndexRetriever(features.projection(), index),
            SummaryModelFile.parse(StepFiles.read(file, context.hadoop()), file.toString()));
    Map<Long, Integer> answers = new HashMap<>();
    List<Row> batch = new ArrayList<>();
    Iterator<Row> rows =
        FeatureTable.read(context.spark(), context.input("extract-features"), split)
            .toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (asked.holds(row.getLong(0))) {
        batch.add(row);
      }
      if (batch.size() == BATCH || (!rows.hasNext() && !batch.isEmpty())) {
        ask(head, batch, answers);
        batch.clear();
      }
    }
    return answers;
  }

  private static void ask(RetrievalHead head, List<Row> rows, Map<Long, Integer> answers) {
    float[][] features =
        rows.stream().map(row -> FeatureTable.floats(row, 2)).toArray(float[][]::new);
    List<SummaryClassifier.Evaluation> evaluations = head.evaluate(features);
    for (int i = 0; i < features.length; i++) {
      answers.put(rows.get(i).getLong(0), Explanation.largest(evaluations.get(i).logits()));
    }
  }
}
