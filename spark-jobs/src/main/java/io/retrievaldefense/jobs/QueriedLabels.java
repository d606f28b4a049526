package io.retrievaldefense.jobs;

import io.retrievaldefense.classifier.RetrievalHead;
import io.retrievaldefense.classifier.Softmax;
import io.retrievaldefense.classifier.SummaryClassifier;
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
    Path trained = context.input("train-classifier");
    int chosen = TrainClassifier.Choice.read(trained, context.hadoop()).chosenNeighbors();
    RetrievalHead head = TrainedHead.of(context, chosen);
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
      answers.put(rows.get(i).getLong(0), Softmax.largest(evaluations.get(i).logits()));
    }
  }
}
