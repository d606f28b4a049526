package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;

/** Plans of attackers who hold no more than the plain model. */
public final class Plans {

  private Plans() {}

  public static AttackPlan transfer(Attack attack, double epsilon) {
    return AttackPlan.of(attack, new LinfBall(epsilon), ThreatModel.BASELINE_TRANSFER, 42);
  }
}
