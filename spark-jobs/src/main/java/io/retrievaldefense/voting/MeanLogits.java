package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A vote whose losses are of z = mean_m z_m for logits z_m [C] of M members, and so are their
 * gradients, dL/dz_m = dL/dz / M; what is answered is the vote. A mean of probabilities saturates
 * with any member, one of logits with none. Closing it leaves them open.
 *
 * @param vote whose answers count
 * @param members of it, at least one, of the same inputs and classes
 */
record MeanLogits(VotingModel vote, List<AttackedModel> members) implements AttackedModel {

  @Override
  public boolean answersAs(AttackedModel target) {
    return this == target || vote.answersAs(target);
  }

  @Override
  public int inputLength() {
    return members.get(0).inputLength();
  }

  @Override
  public int classes() {
    return members.get(0).classes();
  }

  @Override
  public ThreatModel heldUnder() {
    return Collections.max(members.stream().map(AttackedModel::heldUnder).toList());
  }

  @Override
  public float[][] scores(float[][] images) {
    return vote.scores(images);
  }

  private float[][] mean(float[][] images) {
    float[][] mean = new float[images.length][classes()];
    for (AttackedModel member : members) {
      addTo(mean, member.scores(images), 1f / members.size());
    }
    return mean;
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    float[][] means = mean(images);
    double[] values = new double[images.length];
    List<OutputLoss> slopes = new ArrayList<>(images.length);
    for (int i = 0; i < images.length; i++) {
      float[] slope = new float[classes()];
      double value = losses.get(i).value(means[i], slope);
      values[i] = value;
      slopes.add(
          (output, gradient) -> {
            System.arraycopy(slope, 0, gradient, 0, gradient.length);
            return value;
          });
    }
    float[][] gradients = new float[images.length][inputLength()];
    for (AttackedModel member : members) {
      addTo(gradients, member.lossGradient(images, slopes).gradients(), 1f / members.size());
    }
    return new LossGradient(values, gradients, scores(images));
  }

  private static void addTo(float[][] sum, float[][] rows, float weight) {
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum[i].length; j++) {
        sum[i][j] += weight * rows[i][j];
      }
    }
  }

  @Override
  public void close() {}
}
