package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.FeatureAccess;
import io.retrievaldefense.attacks.LossGradient;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;

/**
 * A defence that answers as it does but whose gradient goes back through a soft retrieval from the
 * M nearest rows ({@link SoftRetrieval}), so that attacks which know of no retrieval follow it, and
 * models that mix gradients mix this one. T is a tenth of the spread of the squared distances of
 * the M rows, half way, in logarithms, of what {@link RetrievalPgd} lets it fall through.
 *
 * <p>A gradient is one forward and one backward pass of the defence, as its own is. It offers
 * neither features nor index: who has those attacks the defence itself. Closing it leaves the
 * defence open.
 */
public final class SoftGradientModel implements AttackedModel {

  /** T, as a share of the spread. */
  private static final double TEMPERATURE = .1;

  /** The weakest attacker who is granted an index to go through. */
  private static final ThreatModel WEAKEST = ThreatModel.PRIVATE_INDEX;

  private final AttackedModel defence;
  private final FeatureAccess features;
  private final RetrievalAccess index;
  private final int candidates;

  /**
   * Goes through the retrieval of a defence.
   *
   * @param candidates M
   * @throws IllegalArgumentException if it offers no features or no index, or M is not between N
   *     and the size of the index
   */
  public SoftGradientModel(AttackedModel defence, int candidates) {
    if (defence.features().isEmpty() || defence.retrieval().isEmpty()) {
      throw new IllegalArgumentException(
          "model with a soft gradient must offer features and index: " + defence.capabilities());
    }
    RetrievalChecks.candidates("through a soft gradient", candidates, defence);
    this.defence = defence;
    this.candidates = candidates;
    features = defence.features().get();
    index = defence.retrieval().get();
  }

  @Override
  public int inputLength() {
    return defence.inputLength();
  }

  @Override
  public int classes() {
    return defence.classes();
  }

  @Override
  public ThreatModel heldUnder() {
    return defence.heldUnder().includes(WEAKEST) ? defence.heldUnder() : WEAKEST;
  }

  @Override
  public boolean answersAs(AttackedModel target) {
    return this == target || defence.answersAs(target);
  }

  @Override
  public float[][] scores(float[][] images) {
    return defence.scores(images);
  }

  @Override
  public LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses) {
    List<SoftRetrieval> soft =
        losses.stream().map(loss -> gradientOf(index, loss, candidates)).toList();
    LossGradient answer = features.featureGradient(images, soft);
    float[][] logits = soft.stream().map(SoftRetrieval::logits).toArray(float[][]::new);
    return new LossGradient(answer.losses(), answer.gradients(), logits);
  }

  /**
   * dL/dh of a loss on the logits, through the soft retrieval.
   *
   * @param index of the defence
   * @param loss on its logits
   * @param candidates M
   * @param feature h [D]
   * @return [D]
   */
  public static float[] featureGradient(
      RetrievalAccess index, OutputLoss loss, int candidates, float[] feature) {
    float[] gradient = new float[feature.length];
    gradientOf(index, loss, candidates).value(feature, gradient);
    return gradient;
  }

  private static SoftRetrieval gradientOf(RetrievalAccess index, OutputLoss loss, int candidates) {
    return SoftRetrieval.ofSpread(index, loss, candidates, TEMPERATURE);
  }

  @Override
  public void close() {}
}
