package io.retrievaldefense.attacks.loss;

/**
 * L(z) = z_plus - z_minus, for attacks that look at one boundary at a time.
 *
 * @param plus the class to raise
 * @param minus the class to lower, another one
 */
public record LogitDifference(int plus, int minus) implements OutputLoss {

  @Override
  public double value(float[] logits, float[] gradient) {
    gradient[plus] = 1;
    gradient[minus] = -1;
    return (double) logits[plus] - logits[minus];
  }
}
