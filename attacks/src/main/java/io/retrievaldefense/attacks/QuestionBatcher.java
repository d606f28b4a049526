package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Answers questions of many examples with few model calls: rows of one kind are joined and cut into
 * batches of at most {@code batchSize}. Which rows share a batch changes nothing but the speed.
 */
final class QuestionBatcher {

  private final AttackedModel model;
  private final int batchSize;

  QuestionBatcher(AttackedModel model, int batchSize) {
    this.model = model;
    this.batchSize = batchSize;
  }

  /**
   * Answers all, then lets the askers go on. In the order of the examples, not that in which their
   * threads came to ask: a run then makes the same model calls every time.
   */
  void answer(List<ModelQuestion> questions) {
    List<ModelQuestion> ordered = new ArrayList<>(questions);
    ordered.sort(Comparator.comparingLong(question -> question.exampleId));
    for (Kind kind : Kind.values()) {
      List<Row> rows = rowsOf(kind, ordered);
      for (int from = 0; from < rows.size(); from += batchSize) {
        answerBatch(kind, rows.subList(from, Math.min(from + batchSize, rows.size())));
      }
    }
    questions.forEach(ModelQuestion::markAnswered);
  }

  private static List<Row> rowsOf(Kind kind, List<ModelQuestion> questions) {
    List<Row> rows = new ArrayList<>();
    for (ModelQuestion question : questions) {
      for (int i = 0; question.kind == kind && i < question.images.length; i++) {
        rows.add(new Row(question, i));
      }
    }
    return rows;
  }

  private void answerBatch(Kind kind, List<Row> rows) {
    float[][] images = rows.stream().map(Row::image).toArray(float[][]::new);
    switch (kind) {
      case LABELS -> {
        int[] labels = model.labels(images);
        for (int i = 0; i < labels.length; i++) {
          rows.get(i).question.labels[rows.get(i).index] = labels[i];
        }
      }
      case SCORES -> storeOutputs(rows, model.scores(images));
      case FEATURES -> storeOutputs(rows, model.features().features(images));
      case GRADIENT -> storeGradients(rows, model.lossGradient(images, losses(rows)));
      case FEATURE_GRADIENT ->
          storeGradients(rows, model.features().featureGradient(images, losses(rows)));
    }
  }

  private static List<OutputLoss> losses(List<Row> rows) {
    return rows.stream().map(Row::loss).toList();
  }

  private static void storeOutputs(List<Row> rows, float[][] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      rows.get(i).question.outputs[rows.get(i).index] = outputs[i];
    }
  }

  private static void storeGradients(List<Row> rows, LossGradient answer) {
    storeOutputs(rows, answer.outputs());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      row.question.losses[row.index] = answer.losses()[i];
      row.question.gradients[row.index] = answer.gradients()[i];
    }
  }

  private record Row(ModelQuestion question, int index) {
    float[] image() {
      return question.images[index];
    }

    OutputLoss loss() {
      OutputLoss loss = question.lossesOf.get(index);
      return (output, gradient) -> {
        double value = loss.value(output, gradient);
        question.flat[index] = Pixels.isZero(gradient);
        return value;
      };
    }
  }
}
