package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.retrieval.SoftGradientModel;
import io.retrievaldefense.classifier.FloatArrays;
import io.retrievaldefense.evaluation.Explanation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Models that vote by their probabilities, as one model with a gradient of its own:
 *
 * <pre>
 * q = mean_m softmax(z_m),  z = log q
 * dL/dz_m[k] = p_m[k] (u[k] - sum_c p_m[c] u[c]),  u = dL/dz / (M q)
 * </pre>
 *
 * for logits z_m [C] and probabilities p_m of M members. Closing it leaves them open.
 */
public final class VotingModel implements AttackedModel {
  /** Keeps the logarithm of a class finite that nobody votes for. */
  private static final double LEAST = 1e-12;

  private final List<AttackedModel> members;

  /** The vote that this one answers as; null if it is one of its own. */
  private final VotingModel softened;

  /**
   * @param members at least one, of the same inputs and classes
   */
  public VotingModel(List<? extends AttackedModel> members) {
    this(members, null);
  }

  private VotingModel(List<? extends AttackedModel> members, VotingModel softened) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("members of a vote must not be empty: 0");
    }
    this.members = List.copyOf(members);
    this.softened = softened;
    for (AttackedModel member : members) {
      if (member.inputLength() != inputLength() || member.classes() != classes()) {
        throw new IllegalArgumentException(
            "members of a vote must have the same inputs and classes, %d and %d: %d and %d"
                .formatted(inputLength(), classes(), member.inputLength(), member.classes()));
      }
    }
  }

  /**
   * The same vote with each member's gradient through its retrieval; empty if one has none.
   *
   * @param candidates M, rows that each considers
   */
  Optional<VotingModel> throughRetrieval(int candidates) {
    if (members.stream().anyMatch(m -> m.features().isEmpty() || m.retrieval().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new VotingModel(
            members.stream().map(member -> new SoftGradientModel(member, candidates)).toList(),
            this));
  }

  /** Whether a fooled image fools the other: the vote itself, or that whose members it softens. */
  @Override
  public boolean answersAs(AttackedModel target) {
    return this == target || softened == target;
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
    ThreatModel most = members.get(0).heldUnder();
    for (AttackedModel member : members) {
      most = most.includes(member.heldUnder()) ? most : member.heldUnder();
    }
    return most;
  }

  @Override
  public float[][] scores(float[][] images) {
    return logVotes(probabilities(images), images.length);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    List<double[][]> probabilities = probabilities(images);
    float[][] outputs = logVotes(probabilities, images.length);
    double[] values = new double[images.length];
    double[][] shares = new double[images.length][classes()];
    for (int i = 0; i < images.length; i++) {
      float[] slope = new float[classes()];
      values[i] = losses.get(i).value(outputs[i], slope);
      for (int c = 0; c < slope.length; c++) {
        shares[i][c] = slope[c] / (members.size() * Math.exp(outputs[i][c]));
      }
    }
    float[][] gradients = new float[images.length][inputLength()];
    for (int m = 0; m < members.size(); m++) {
      List<OutputLoss> slopes = new ArrayList<>(images.length);
      for (int i = 0; i < images.length; i++) {
        slopes.add(new GivenSlope(slope(probabilities.get(m)[i], shares[i]), values[i]));
      }
      add(members.get(m).lossGradient(images, slopes).gradients(), gradients);
    }
    return new LossGradient(values, gradients, outputs);
  }

  /**
   * The members' mean logits, for an attacker who follows them where a vote has no gradient: one
   * member that is sure of the true class hides what the others would give way to.
   */
  AttackedModel byMeanLogits() {
    return new MeanLogits(this, members);
  }

  /** A loss whose gradient is known. */
  private record GivenSlope(float[] slope, double known) implements OutputLoss {
    @Override
    public double value(float[] output, float[] gradient) {
      System.arraycopy(slope, 0, gradient, 0, gradient.length);
      return known;
    }
  }

  private static float[] slope(double[] p, double[] u) {
    double mean = 0;
    for (int c = 0; c < p.length; c++) {
      mean += p[c] * u[c];
    }
    float[] slope = new float[p.length];
    for (int k = 0; k < p.length; k++) {
      slope[k] = (float) (p[k] * (u[k] - mean));
    }
    return slope;
  }

  private static void add(float[][] from, float[][] to) {
    for (int i = 0; i < to.length; i++) {
      for (int j = 0; j < to[i].length; j++) {
        to[i][j] += from[i][j];
      }
    }
  }

  /** Of each member [n][C]. */
  private List<double[][]> probabilities(float[][] images) {
    return members.stream()
        .map(
            member ->
                Arrays.stream(member.scores(images))
                    .map(logits -> Explanation.softmax(FloatArrays.widened(logits)))
                    .toArray(double[][]::new))
        .toList();
  }

  private float[][] logVotes(List<double[][]> probabilities, int n) {
    float[][] logs = new float[n][classes()];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classes(); c++) {
        double sum = 0;
        for (double[][] member : probabilities) {
          sum += member[i][c];
        }
        logs[i][c] = (float) Math.log(Math.max(LEAST, sum / probabilities.size()));
      }
    }
    return logs;
  }

  @Override
  public void close() {}
}
