package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * Answers questions of many examples with few model calls: rows of one kind to one model wait in a
 * queue, and of the longest queue a batch is answered at a time. Examples that are ahead of the
 * others, with another kind of question, so wait until there are enough of them. Which rows share a
 * batch changes nothing but the speed.
 */
final class QuestionBatcher {

  private final int batchSize;
  private final List<Desk> desks = new ArrayList<>();

  /** Rows of one kind to one model, those that came first in front. */
  private record Desk(AttackedModel model, Kind kind, Queue<Row> rows) {
    boolean takes(ModelQuestion question) {
      return question.model == model && question.kind == kind;
    }

    int length() {
      return rows.size();
    }
  }

  QuestionBatcher(int batchSize) {
    this.batchSize = batchSize;
  }

  /**
   * Takes questions in. In the order of the examples, not that in which their threads came to ask:
   * a run then makes the same model calls every time.
   */
  void add(List<ModelQuestion> questions) {
    questions.stream()
        .sorted(Comparator.comparingLong(question -> question.exampleId))
        .forEach(
            question -> {
              Queue<Row> rows = desk(question).rows();
              for (int i = 0; i < question.images.length; i++) {
                rows.add(new Row(question, i));
              }
            });
  }

  private Desk desk(ModelQuestion question) {
    for (Desk desk : desks) {
      if (desk.takes(question)) {
        return desk;
      }
    }
    Desk opened = new Desk(question.model, question.kind, new ArrayDeque<>());
    desks.add(opened);
    return opened;
  }

  /**
   * Computes batches until some question has all its answers.
   *
   * @return how many askers go on; 0 if nobody is waiting
   */
  int answerSome() {
    int answered = 0;
    while (answered == 0 && desks.stream().anyMatch(desk -> desk.length() > 0)) {
      answered =
          answerBatch(desks.stream().max(Comparator.comparingInt(Desk::length)).orElseThrow());
    }
    return answered;
  }

  private int answerBatch(Desk desk) {
    List<Row> rows = new ArrayList<>(batchSize);
    while (rows.size() < batchSize && desk.length() > 0) {
      rows.add(desk.rows().remove());
    }
    answer(desk, rows);
    List<ModelQuestion> complete = new ArrayList<>();
    for (Row row : rows) {
      if (row.question.markRowAnswered()) {
        complete.add(row.question);
      }
    }
    complete.forEach(ModelQuestion::markAnswered);
    return complete.size();
  }

  private static void answer(Desk desk, List<Row> rows) {
    AttackedModel model = desk.model();
    float[][] images = rows.stream().map(Row::image).toArray(float[][]::new);
    switch (desk.kind()) {
      case LABELS -> {
        int[] labels = model.labels(images);
        for (int i = 0; i < labels.length; i++) {
          rows.get(i).question.labels[rows.get(i).index] = labels[i];
        }
      }
      case SCORES -> storeOutputs(rows, model.scores(images));
      case FEATURES -> storeOutputs(rows, model.features().orElseThrow().features(images));
      case GRADIENT -> storeGradients(rows, model.lossGradient(images, losses(rows)));
      case FEATURE_GRADIENT ->
          storeGradients(
              rows, model.features().orElseThrow().featureGradient(images, losses(rows)));
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
        question.flat[index] = loss.mayBeFlat() && Pixels.isZero(gradient);
        return value;
      };
    }
  }
}
