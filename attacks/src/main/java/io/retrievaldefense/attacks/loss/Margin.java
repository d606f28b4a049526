package io.retrievaldefense.attacks.loss;

/**
 * L(z) = max over k other than y of z_k, minus z_y (Carlini and Wagner 2017, f_6): positive exactly
 * where y is not predicted, and with a gradient however confident the model is.
 *
 * @param label the true class y
 */
public record Margin(int label) implements OutputLoss {

  /** The margin alone. */
  public static double of(float[] logits, int label) {
    return (double) logits[Logits.argmaxExcept(logits, label)] - logits[label];
  }

  @Override
  public double value(float[] logits, float[] gradient) {
    gradient[Logits.argmaxExcept(logits, label)] = 1;
    gradient[label] = -1;
    return of(logits, label);
  }
}
