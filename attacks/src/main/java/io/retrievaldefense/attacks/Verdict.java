package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.Logits;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model says of an image in a fresh forward pass.
 *
 * @param label the predicted class; {@link AttackResult#NO_LABEL} if the answer is not finite
 * @param logits null for a model that only answers labels
 */
record Verdict(int label, float[] logits) {

  /** The model's verdicts on images, in batches. */
  static List<Verdict> of(AttackedModel model, List<float[]> images, int batchSize) {
    boolean scored = kind(model) == Kind.SCORES;
    List<Verdict> verdicts = new ArrayList<>(images.size());
    for (int from = 0; from < images.size(); from += batchSize) {
      int to = Math.min(from + batchSize, images.size());
      float[][] batch = images.subList(from, to).toArray(float[][]::new);
      if (scored) {
        for (float[] logits : model.scores(batch)) {
          verdicts.add(ofLogits(logits));
        }
      } else {
        for (int label : model.labels(batch)) {
          verdicts.add(new Verdict(label, null));
        }
      }
    }
    return verdicts;
  }

  /** What the model is asked for its verdict. */
  static Kind kind(AttackedModel model) {
    return model.capabilities().contains(Capability.SCORES) ? Kind.SCORES : Kind.LABELS;
  }

  /** The verdict on the image of an answered question of that kind. */
  static Verdict of(ModelQuestion answered) {
    return answered.kind == Kind.SCORES
        ? ofLogits(answered.outputs[0])
        : new Verdict(answered.labels[0], null);
  }

  /** No class is predicted by what is not a number: it is wrong, not class 0. */
  private static Verdict ofLogits(float[] logits) {
    return new Verdict(
        Logits.finite(logits) ? Logits.argmax(logits) : AttackResult.NO_LABEL, logits);
  }

  double crossEntropy(int label) {
    return logits == null ? Double.NaN : Logits.crossEntropy(logits, label);
  }
}
