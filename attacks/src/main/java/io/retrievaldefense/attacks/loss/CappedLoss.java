package io.retrievaldefense.attacks.loss;

import java.util.Arrays;

/**
 * min(L, cap), without a gradient from the cap on: the hinge of Carlini and Wagner, whose cap is
 * the confidence kappa.
 *
 * @param loss L
 * @param cap where L is good enough
 */
public record CappedLoss(OutputLoss loss, double cap) implements OutputLoss {

  @Override
  public double value(float[] output, float[] gradient) {
    double value = loss.value(output, gradient);
    if (value >= cap) {
      Arrays.fill(gradient, 0);
      return cap;
    }
    return value;
  }

  @Override
  public boolean mayBeFlat() {
    return true;
  }
}
