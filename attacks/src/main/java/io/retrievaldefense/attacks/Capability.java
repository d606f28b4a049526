package io.retrievaldefense.attacks;

/**
 * What a model lets an attacker ask. An attack names what it needs; a threat model what it grants.
 */
public enum Capability {
  /** The predicted class alone. */
  LABELS,
  /** The logits, before any softmax. */
  SCORES,
  /** The gradient of a loss on the logits with respect to the pixels. */
  LOSS_GRADIENT,
  /** The feature vector h and the gradient of a loss on it with respect to the pixels. */
  FEATURES,
  /**
   * The index the model retrieves from: neighbours, their features and labels, and the attention.
   */
  INDEX
}
