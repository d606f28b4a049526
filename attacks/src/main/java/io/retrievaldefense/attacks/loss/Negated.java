package io.retrievaldefense.attacks.loss;

/**
 * -L: attacks raise losses, so one that is to fall (that of a class aimed at) is negated.
 *
 * @param loss the loss L to lower
 */
public record Negated(OutputLoss loss) implements OutputLoss {

  @Override
  public double value(float[] output, float[] gradient) {
    double value = loss.value(output, gradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return -value;
  }

  @Override
  public boolean mayBeFlat() {
    return loss.mayBeFlat();
  }
}
