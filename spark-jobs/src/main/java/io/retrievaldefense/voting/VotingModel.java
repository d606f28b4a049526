package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.retrieval.SoftGradientModel;
import io.retrievaldefense.classifier.FloatArrays;
import io.retrievaldefense.classifier.Softmax;
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
 * for logits z_m [C] and probabilities p_m of M members. A mean of probabilities saturates with any
 * member, one of logits with none: another form of a vote answers the same and has its losses of
 * mean_m z_m, so that dL/dz_m = dL/dz / M. Closing it leaves the members open.
 */
public final class VotingModel implements AttackedModel {
  /** Keeps the logarithm of a class finite that nobody votes for. */
  private static final double LEAST = 1e-12;

  private final List<AttackedModel> members;
  private final Losses losses;

  /** The vote that this one answers as; null if it is one of its own. */
  private final VotingModel original;

  /** What losses are of. */
  private enum Losses {
    OF_THE_VOTE,
    OF_MEAN_LOGITS
  }

  /**
   * @param members at least one, of the same inputs and classes
   */
  public VotingModel(List<? extends AttackedModel> members) {
    this(members, Losses.OF_THE_VOTE, null);
  }

  private VotingModel(List<? extends AttackedModel> members, Losses losses, VotingModel original) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("members of a vote must not be empty: 0");
    }
    this.members = List.copyOf(members);
    this.losses = losses;
    this.original = original;
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
            losses,
            answered()));
  }

  /**
   * The same vote followed by its members' mean logits, where it has no gradient itself: one member
   * that is sure of the true class hides what the others would give way to.
   */
  VotingModel byMeanLogits() {
    return new VotingModel(members, Losses.OF_MEAN_LOGITS, answered());
  }

  private VotingModel answered() {
    return original == null ? this : original;
  }

  /** Whether a fooled image fools the other: the vote itself, or that which this is a form of. */
  @Override
  public boolean answersAs(AttackedModel target) {
    return this == target || original == target;
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
    return logVotes(probabilities(logits(images)), images.length);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    List<float[][]> logits = logits(images);
    List<double[][]> probabilities = probabilities(logits);
    float[][] outputs = logVotes(probabilities, images.length);
    boolean isOfVote = this.losses == Losses.OF_THE_VOTE;
    double[] values = new double[images.length];
    float[][] slopes = new float[images.length][classes()];
    for (int i = 0; i < images.length; i++) {
      float[] of = isOfVote ? outputs[i] : mean(logits, i);
      values[i] = losses.get(i).value(of, slopes[i]);
    }
    float[][] gradients = new float[images.length][inputLength()];
    for (int m = 0; m < members.size(); m++) {
      List<OutputLoss> ofMember = new ArrayList<>(images.length);
      for (int i = 0; i < images.length; i++) {
        float[] slope =
            isOfVote
                ? slope(probabilities.get(m)[i], outputs[i], slopes[i])
                : scaled(slopes[i], 1f / members.size());
        ofMember.add(new GivenSlope(slope, values[i]));
      }
      add(members.get(m).lossGradient(images, ofMember).gradients(), gradients);
    }
    return new LossGradient(values, gradients, outputs);
  }

  /** A loss whose gradient is known. */
  private record GivenSlope(float[] slope, double known) implements OutputLoss {
    @Override
    public double value(float[] output, float[] gradient) {
      System.arraycopy(slope, 0, gradient, 0, gradient.length);
      return known;
    }
  }

  /** dL/dz_m of a member with probabilities p, for log votes z and dL/dz. */
  private float[] slope(double[] p, float[] z, float[] dz) {
    double[] u = new double[p.length];
    double mean = 0;
    for (int c = 0; c < p.length; c++) {
      u[c] = dz[c] / (members.size() * Math.exp(z[c]));
      mean += p[c] * u[c];
    }
    float[] slope = new float[p.length];
    for (int k = 0; k < p.length; k++) {
      slope[k] = (float) (p[k] * (u[k] - mean));
    }
    return slope;
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /** Of an image [C]. */
  private float[] mean(List<float[][]> logits, int image) {
    float[] sum = new float[classes()];
    for (float[][] member : logits) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += member[image][c];
      }
    }
    return scaled(sum, 1f / members.size());
  }

  private static void add(float[][] from, float[][] to) {
    for (int i = 0; i < to.length; i++) {
      for (int j = 0; j < to[i].length; j++) {
        to[i][j] += from[i][j];
      }
    }
  }

  /** Of each member [n][C]. */
  private List<float[][]> logits(float[][] images) {
    return members.stream().map(member -> member.scores(images)).toList();
  }

  /** Of each member [n][C]. */
  private static List<double[][]> probabilities(List<float[][]> logits) {
    return logits.stream()
        .map(
            member ->
                Arrays.stream(member)
                    .map(row -> Softmax.of(FloatArrays.widened(row)))
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
