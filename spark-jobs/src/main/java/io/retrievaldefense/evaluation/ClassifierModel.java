package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.FeatureAccess;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.classifier.DifferentiableClassifier;
import io.retrievaldefense.classifier.RetrievalClassifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained classifier as the attacks see it: logits, features, the gradient of any loss on either,
 * and the retrieval where there is one.
 */
public final class ClassifierModel implements AttackedModel, FeatureAccess {

  private final DifferentiableClassifier classifier;
  private final Optional<RetrievalAccess> retrieval;
  private final ThreatModel heldUnder;

  private ClassifierModel(
      DifferentiableClassifier classifier,
      Optional<RetrievalAccess> retrieval,
      ThreatModel heldUnder) {
    this.classifier = classifier;
    this.retrieval = retrieval;
    this.heldUnder = heldUnder;
  }

  /**
   * @param classifier closed with this
   * @param heldUnder the weakest threat model whose attacker holds it: {@code BASELINE_TRANSFER}
   *     for the plain network, {@code PRIVATE_INDEX} for the defence over a stand-in index, {@code
   *     KNOWN_INDEX} for the defence itself
   * @return the classifier, with its retrieval if it has one
   */
  public static ClassifierModel of(DifferentiableClassifier classifier, ThreatModel heldUnder) {
    Optional<RetrievalAccess> retrieval =
        classifier instanceof RetrievalClassifier defence
            ? Optional.of(new DefenceRetrieval(defence.head()))
            : Optional.empty();
    return new ClassifierModel(classifier, retrieval, heldUnder);
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
  public ThreatModel heldUnder() {
    return heldUnder;
  }

  @Override
  public float[][] scores(float[][] images) {
    return inBatches(images, classifier::logits);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    return gradient(images, losses, classifier::logits, classifier::pixelGradients);
  }

  @Override
  public Optional<FeatureAccess> features() {
    return Optional.of(this);
  }

  @Override
  public int featureLength() {
    return classifier.featureLength();
  }

  @Override
  public float[][] features(float[][] images) {
    return inBatches(images, classifier::features);
  }

  @Override
  public LossGradient featureGradient(float[][] images, List<? extends OutputLoss> losses) {
    return gradient(images, losses, classifier::features, classifier::pixelGradientsFromFeatures);
  }

  @Override
  public Optional<RetrievalAccess> retrieval() {
    return retrieval;
  }

  @Override
  public void close() {
    classifier.close();
  }

  /** Rows in, rows out. */
  private interface Pass {
    float[][] of(float[][] rows);
  }

  private float[][] inBatches(float[][] images, Pass forward) {
    float[][] outputs = new float[images.length][];
    for (int from = 0; from < images.length; from += classifier.batch()) {
      float[][] batch = batch(images, from);
      System.arraycopy(forward.of(batch), 0, outputs, from, batch.length);
    }
    return outputs;
  }

  private LossGradient gradient(
      float[][] images, List<? extends OutputLoss> losses, Pass forward, Pass backward) {
    double[] values = new double[images.length];
    float[][] gradients = new float[images.length][];
    float[][] outputs = new float[images.length][];
    for (int from = 0; from < images.length; from += classifier.batch()) {
      float[][] output = forward.of(batch(images, from));
      float[][] slopes = new float[output.length][];
      for (int i = 0; i < output.length; i++) {
        slopes[i] = new float[output[i].length];
        values[from + i] = losses.get(from + i).value(output[i], slopes[i]);
      }
      System.arraycopy(output, 0, outputs, from, output.length);
      System.arraycopy(backward.of(slopes), 0, gradients, from, output.length);
    }
    return new LossGradient(values, gradients, outputs);
  }

  private float[][] batch(float[][] images, int from) {
    return Arrays.copyOfRange(images, from, Math.min(images.length, from + classifier.batch()));
  }
}
