package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/** A model computed in double precision, row by row, that is called from one thread at a time. */
public abstract class ToyModel implements AttackedModel {

  private final int inputLength;
  private final int classes;
  private final Thread owner = Thread.currentThread();
  private long rowsSeen;
  private long calls;
  private int largestBatch;

  protected ToyModel(int inputLength, int classes) {
    this.inputLength = inputLength;
    this.classes = classes;
  }

  /** Logits of one image. */
  public abstract double[] logits(float[] image);

  /** The gradient with respect to the pixels, given that with respect to the logits. */
  public abstract double[] pullBack(float[] image, double[] logitGradient);

  @Override
  public int inputLength() {
    return inputLength;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public ThreatModel heldUnder() {
    return ThreatModel.BASELINE_TRANSFER;
  }

  @Override
  public float[][] scores(float[][] images) {
    note(images);
    float[][] scores = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      scores[i] = toFloat(logits(images[i]));
    }
    return scores;
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    float[][] outputs = scores(images);
    double[] values = new double[images.length];
    float[][] gradients = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      float[] logitGradient = new float[classes];
      values[i] = losses.get(i).value(outputs[i], logitGradient);
      double[] upstream = new double[classes];
      for (int k = 0; k < classes; k++) {
        upstream[k] = logitGradient[k];
      }
      gradients[i] = toFloat(pullBack(images[i], upstream));
    }
    return new LossGradient(values, gradients, outputs);
  }

  /** Rows that went through the model so far. */
  public long rowsSeen() {
    return rowsSeen;
  }

  /** Passes so far. */
  public long calls() {
    return calls;
  }

  /** The most rows of one call so far. */
  public int largestBatch() {
    return largestBatch;
  }

  @Override
  public void close() {}

  private void note(float[][] images) {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("model must be called from its own thread");
    }
    rowsSeen += images.length;
    calls++;
    largestBatch = Math.max(largestBatch, images.length);
  }

  private static float[] toFloat(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
