package io.retrievaldefense.cnn;

import java.util.Objects;

/**
 * That training is adversarial, and how.
 *
 * @param attack what training images are changed by; validation images too, so that the epoch is
 *     kept that withstands it best
 * @param warmUp epochs in which the attack grows to its full strength; 0 for all of it at once
 */
public record AdversarialTraining(BatchAttack attack, int warmUp) {

  /** Checks both. */
  public AdversarialTraining {
    Objects.requireNonNull(attack, "attack");
    if (warmUp < 0) {
      throw new IllegalArgumentException("warm-up must not be negative: " + warmUp);
    }
  }

  /** The strength of the attack in a step, which grows in proportion to the steps taken. */
  double strengthAt(long step, long stepsPerEpoch) {
    return warmUp == 0 ? 1 : Math.min(1, (step + 1.0) / (warmUp * (double) stepsPerEpoch));
  }
}
