package io.retrievaldefense.attacks.transfer;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * A model attacked together with another that images transfer from (Dong et al. 2018, section 3.3,
 * ensemble in logits): losses are of (z + z_helper) / 2, and so are their gradients, but what is
 * answered, and so whether an image is an answer, is the lead's alone. Where the lead's own
 * gradient is masked, the helper's still points somewhere. Closing it leaves both open.
 */
public final class JointModel implements AttackedModel {

  private static final float WEIGHT = .5f;

  private final AttackedModel lead;
  private final AttackedModel helper;

  /**
   * Joins two models.
   *
   * @param lead whose answers count
   * @param helper whose gradient is mixed in
   * @throws IllegalArgumentException if they differ in shape
   */
  public JointModel(AttackedModel lead, AttackedModel helper) {
    if (lead.inputLength() != helper.inputLength() || lead.classes() != helper.classes()) {
      throw new IllegalArgumentException(
          "models attacked together must have the same inputs and classes, %d and %d: %d and %d"
              .formatted(
                  lead.inputLength(), lead.classes(), helper.inputLength(), helper.classes()));
    }
    this.lead = lead;
    this.helper = helper;
  }

  @Override
  public int inputLength() {
    return lead.inputLength();
  }

  @Override
  public int classes() {
    return lead.classes();
  }

  @Override
  public ThreatModel heldUnder() {
    return lead.heldUnder().includes(helper.heldUnder()) ? lead.heldUnder() : helper.heldUnder();
  }

  @Override
  public boolean answersAs(AttackedModel target) {
    return this == target || lead.answersAs(target);
  }

  @Override
  public float[][] scores(float[][] images) {
    return lead.scores(images);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    float[][] help = helper.scores(images);
    double[] values = new double[images.length];
    float[][] slopes = new float[images.length][];
    List<OutputLoss> ofLead = new ArrayList<>(images.length);
    List<OutputLoss> ofHelper = new ArrayList<>(images.length);
    for (int i = 0; i < images.length; i++) {
      int row = i;
      ofLead.add(
          (logits, gradient) -> {
            values[row] = losses.get(row).value(mean(logits, help[row]), gradient);
            for (int k = 0; k < gradient.length; k++) {
              gradient[k] *= WEIGHT;
            }
            slopes[row] = gradient.clone();
            return values[row];
          });
      ofHelper.add(
          (logits, gradient) -> {
            System.arraycopy(slopes[row], 0, gradient, 0, gradient.length);
            return values[row];
          });
    }
    LossGradient answer = lead.lossGradient(images, ofLead);
    float[][] helped = helper.lossGradient(images, ofHelper).gradients();
    float[][] gradients = new float[images.length][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = sum(answer.gradients()[i], helped[i]);
    }
    return new LossGradient(values, gradients, answer.outputs());
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = sum(a, b);
    for (int i = 0; i < mean.length; i++) {
      mean[i] *= WEIGHT;
    }
    return mean;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  @Override
  public void close() {}
}
