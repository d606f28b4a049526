package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/**
 * A model that classifies as another does but whose gradient is zero: as little robust, and FGSM
 * leaves it alone. Checks that do not notice it are worth nothing. Closing it leaves the other
 * open.
 */
public final class GradientKiller implements AttackedModel {

  private final AttackedModel model;

  /** Kills the gradient of {@code model}. */
  public GradientKiller(AttackedModel model) {
    this.model = model;
  }

  @Override
  public int inputLength() {
    return model.inputLength();
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public ThreatModel heldUnder() {
    return model.heldUnder();
  }

  @Override
  public float[][] scores(float[][] images) {
    return model.scores(images);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    float[][] scores = model.scores(images);
    double[] values = new double[images.length];
    for (int i = 0; i < images.length; i++) {
      values[i] = losses.get(i).value(scores[i], new float[scores[i].length]);
    }
    return new LossGradient(values, new float[images.length][inputLength()], scores);
  }

  @Override
  public void close() {}
}
