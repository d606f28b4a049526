package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * Iterated FGSM (BIM): S steps x = project(x + epsilon/c sign(grad L(x, y))) from the clean image,
 * each projected to the ball and cut to [0,1] (Kurakin, Goodfellow and Bengio 2016; Zhao, Li and
 * Cho 2018). The paper gives neither S nor c and does not write the projection; without it S
 * greater than c would leave the ball.
 *
 * @param rule S and the step's length
 * @param label names the preset, or S and c
 * @param selection the best point by default; {@link Selection#LAST_ITERATE} as papers report
 */
public record IteratedFgsm(StepRule rule, String label, Selection selection) implements Attack {

  /** S steps of epsilon / c; the best point is kept. */
  public static IteratedFgsm of(int steps, double c) {
    return of(new FractionOfEpsilon(steps, c));
  }

  /**
   * The paper's formula read word for word: c = S = 10, so that the steps add up to epsilon and the
   * projection never acts.
   */
  public static IteratedFgsm literal() {
    return new IteratedFgsm(new FractionOfEpsilon(10, 10), "literal", Selection.HIGHEST_LOSS);
  }

  /** The schedule of the paper that introduced the method. */
  public static IteratedFgsm kurakin() {
    return of(new KurakinSteps());
  }

  /** 100 steps of epsilon / 40, a walk of 2.5 epsilon: more of either changes little. */
  public static IteratedFgsm converged() {
    return new IteratedFgsm(new FractionOfEpsilon(100, 40), "converged", Selection.HIGHEST_LOSS);
  }

  private static IteratedFgsm of(StepRule rule) {
    return new IteratedFgsm(rule, rule.id(), Selection.HIGHEST_LOSS);
  }

  /** The same steps with another choice of the answer. */
  public IteratedFgsm keeping(Selection other) {
    return new IteratedFgsm(rule, label, other);
  }

  @Override
  public String name() {
    return "ifgsm-" + label;
  }

  @Override
  public long mostGradients(Ball ball) {
    return rule.steps(ball.epsilon());
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    return GradientLoop.run(session, session.original(), rule, session.crossEntropy());
  }
}
