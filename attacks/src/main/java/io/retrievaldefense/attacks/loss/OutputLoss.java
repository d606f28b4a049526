package io.retrievaldefense.attacks.loss;

/**
 * A loss of one example on one output vector of a model, logits or features. It is how an attack
 * supplies dL/d(output) without a second forward: the model runs forward, calls the loss on the
 * output row, and pulls the gradient that the loss wrote back to the pixels. Cross-entropy, margin,
 * DLR and Carlini-Wagner losses are all of this form.
 */
@FunctionalInterface
public interface OutputLoss {

  /**
   * The loss of {@code output}; attacks raise it.
   *
   * @param output logits [C] or features [D]; must not be changed
   * @param gradient of the same length, zero on entry; receives dL/d(output)
   */
  double value(float[] output, float[] gradient);

  /**
   * True if the loss is without slope where it is good enough, so that a gradient of zero there is
   * no sign of a gradient that is masked. Cross-entropy is not one: where its float gradient
   * vanishes, the model's confidence hides it.
   */
  default boolean mayBeFlat() {
    return false;
  }
}
