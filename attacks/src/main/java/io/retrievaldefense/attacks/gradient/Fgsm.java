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
 * Fast gradient sign method, x' = x + epsilon sign(grad L(x, y)), cut to [0,1] (Goodfellow, Shlens
 * and Szegedy 2015): the shared loop with one step. In an L2 ball the step is epsilon
 * grad/||grad||. The sign of 0 is 0: an example without a gradient stays as it is, which its
 * zero-gradient step tells. Weak, and blind to masked gradients: use it to compare with papers, not
 * to claim robustness.
 */
public record Fgsm() implements Attack {

  private static final StepRule ONE_STEP = new FractionOfEpsilon(1, 1);

  @Override
  public String name() {
    return "fgsm";
  }

  @Override
  public long mostGradients(Ball ball) {
    return 1;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  @Override
  public Selection selection(Ball ball) {
    return Selection.LAST_ITERATE;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    return GradientLoop.run(session, session.original(), ONE_STEP, session.crossEntropy());
  }
}
