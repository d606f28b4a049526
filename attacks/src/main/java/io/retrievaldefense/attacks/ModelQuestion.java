package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What one example's attack asks the model, and, once answered, the answer. The asking thread waits
 * on the latch; the thread that runs the model fills the arrays first and counts down after, which
 * publishes them.
 */
final class ModelQuestion implements BatchingEvent {

  /** The model calls there are; only questions of one kind share a batch. */
  enum Kind {
    LABELS,
    SCORES,
    GRADIENT,
    FEATURES,
    FEATURE_GRADIENT
  }

  final long exampleId;
  final AttackedModel model;
  final Kind kind;
  final float[][] images;
  final List<? extends OutputLoss> lossesOf;

  final int[] labels;
  final double[] losses;
  final float[][] outputs;
  final float[][] gradients;

  /** Where the loss itself had no gradient on the output, so that none on the pixels is right. */
  final boolean[] flat;

  private final CountDownLatch answered = new CountDownLatch(1);

  /** Rows without an answer; only the thread that runs the model looks at it. */
  private int open;

  ModelQuestion(
      long exampleId,
      AttackedModel model,
      Kind kind,
      float[][] images,
      List<? extends OutputLoss> lossesOf) {
    this.exampleId = exampleId;
    this.model = model;
    this.kind = kind;
    this.images = images;
    this.lossesOf = lossesOf;
    this.labels = new int[images.length];
    this.losses = new double[images.length];
    this.outputs = new float[images.length][];
    this.gradients = new float[images.length][];
    this.flat = new boolean[images.length];
    this.open = images.length;
  }

  /** Takes note that a row is answered; true if it was the last. */
  boolean markRowAnswered() {
    open--;
    return open == 0;
  }

  void markAnswered() {
    answered.countDown();
  }

  void await() throws InterruptedException {
    answered.await();
  }

  LossGradient lossGradient() {
    return new LossGradient(losses, gradients, outputs);
  }
}
