package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.Logits;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A classifier as an attacker sees it: the port through which every attack works. Images are
 * batches {@code float[n][inputLength]} of pixels in [0,1], channels last.
 *
 * <p>Row i of every answer may depend on row i of the question only, to the last bit: results are
 * promised to be the same for any batching, so an implementation whose arithmetic depends on the
 * batch's size pads its batches to one size. Calls come from one thread at a time. A result that is
 * not finite is returned as it is; the harness records it as a status.
 */
public interface AttackedModel extends AutoCloseable {

  /** The number of values of an image, H * W * channels. */
  int inputLength();

  /** The number of classes C. */
  int classes();

  /** What this model can be asked; the harness refuses attacks that need more, before any work. */
  default Set<Capability> capabilities() {
    Set<Capability> offered =
        EnumSet.of(Capability.LABELS, Capability.SCORES, Capability.LOSS_GRADIENT);
    if (features().isPresent()) {
      offered.add(Capability.FEATURES);
    }
    if (retrieval().isPresent()) {
      offered.add(Capability.INDEX);
    }
    return offered;
  }

  /**
   * The weakest threat model whose attacker holds this model: {@code BASELINE_TRANSFER} for the
   * public CNN, {@code PRIVATE_INDEX} for the defence over a stand-in index, {@code KNOWN_INDEX}
   * for the defence itself.
   */
  ThreatModel heldUnder();

  /** True if an image that fools this model fools {@code target}: an attack may stop there. */
  default boolean answersAs(AttackedModel target) {
    return this == target;
  }

  /** Logits [n, C], inference mode. */
  float[][] scores(float[][] images);

  /** Predicted classes [n]; the lowest class wins a tie. */
  default int[] labels(float[][] images) {
    float[][] scores = scores(images);
    int[] labels = new int[scores.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Logits.argmax(scores[i]);
    }
    return labels;
  }

  /**
   * The gradient of any loss on the logits (a vector-Jacobian product), from one forward and one
   * backward pass in inference mode.
   *
   * @param losses one per image
   */
  LossGradient lossGradient(float[][] images, List<? extends OutputLoss> losses);

  /** The same for each example's cross-entropy loss, -log softmax(logits)[label]. */
  default LossGradient lossGradient(float[][] images, int[] labels) {
    List<OutputLoss> losses = new ArrayList<>(labels.length);
    for (int label : labels) {
      losses.add(new CrossEntropy(label));
    }
    return lossGradient(images, losses);
  }

  /** The features behind this model, where it offers {@link Capability#FEATURES}. */
  default Optional<FeatureAccess> features() {
    return Optional.empty();
  }

  /** The retrieval behind this model, where it offers {@link Capability#INDEX}. */
  default Optional<RetrievalAccess> retrieval() {
    return Optional.empty();
  }

  @Override
  void close();
}
