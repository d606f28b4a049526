package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.Stopping;
import io.retrievaldefense.attacks.ThreatModel;
import java.util.List;

/** Shorthand for running an attack on one example. */
public final class Runs {

  private Runs() {}

  /** On M0 and its example. */
  public static AttackResult onM0(Attack attack, Ball ball) {
    return on(LinearModel.m0(), LinearModel.m0Example(), attack, ball);
  }

  /** On any model and example, all steps. */
  public static AttackResult on(AttackedModel model, Example example, Attack attack, Ball ball) {
    AttackPlan plan = AttackPlan.of(attack, ball, ThreatModel.KNOWN_INDEX, 1);
    return AttackHarness.run(plan, model, List.of(example)).get(0);
  }

  /** On any model and examples, each until it succeeds. */
  public static List<AttackResult> untilSuccess(
      AttackedModel model, List<Example> examples, Attack attack, Ball ball) {
    AttackPlan plan =
        AttackPlan.of(attack, ball, ThreatModel.KNOWN_INDEX, 1).with(Stopping.ON_SUCCESS);
    return AttackHarness.run(plan, model, examples);
  }
}
