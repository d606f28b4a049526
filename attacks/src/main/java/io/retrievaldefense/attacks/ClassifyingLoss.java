package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.OutputLoss;

/**
 * A loss on the features that finds out, on the way, what the model predicts: so one pass through
 * the extractor gives the gradient and tells the harness where the attack stands. It is used for
 * one question at a time.
 */
public interface ClassifyingLoss extends OutputLoss {

  /** The model's logits [C] for the features of the last call of {@link #value}. */
  float[] logits();
}
