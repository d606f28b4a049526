package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.classifier.DifferentiableClassifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A classifier as the attacks see it: logits and the gradient of any loss on them. */
final class ClassifierModel implements AttackedModel {

  private final DifferentiableClassifier classifier;
  private final ThreatModel heldUnder;

  /**
   * @param classifier closed with this
   * @param heldUnder the weakest threat model whose attacker holds it
   */
  ClassifierModel(DifferentiableClassifier classifier, ThreatModel heldUnder) {
    this.classifier = classifier;
    this.heldUnder = heldUnder;
  }

  @Override
  public int inputLength() {
    return classifier.inputLength();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT);
  }

  @Override
  public ThreatModel heldUnder() {
    return heldUnder;
  }

  @Override
  public float[][] scores(float[][] images) {
    float[][] scores = new float[images.length][];
    for (int from = 0; from < images.length; from += classifier.batch()) {
      float[][] batch = batch(images, from);
      System.arraycopy(classifier.logits(batch), 0, scores, from, batch.length);
    }
    return scores;
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    double[] values = new double[images.length];
    float[][] gradients = new float[images.length][];
    float[][] outputs = new float[images.length][];
    for (int from = 0; from < images.length; from += classifier.batch()) {
      float[][] batch = batch(images, from);
      float[][] logits = classifier.logits(batch);
      float[][] logitGradients = new float[batch.length][classes()];
      for (int i = 0; i < batch.length; i++) {
        values[from + i] = losses.get(from + i).value(logits[i], logitGradients[i]);
      }
      System.arraycopy(logits, 0, outputs, from, batch.length);
      System.arraycopy(classifier.pixelGradients(logitGradients), 0, gradients, from, batch.length);
    }
    return new LossGradient(values, gradients, outputs);
  }

  @Override
  public void close() {
    classifier.close();
  }

  private float[][] batch(float[][] images, int from) {
    return Arrays.copyOfRange(images, from, Math.min(images.length, from + classifier.batch()));
  }
}
