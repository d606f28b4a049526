package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * MI-FGSM (Dong et al. 2018): G = mu G + g / mean|g|, x = project(x + size * direction(G)), from
 * the clean image. It transfers better than iFGSM. Libraries differ in what they divide g by (the
 * sum of |g| in the paper); the mean keeps G of order one for any image size, and with a signed
 * step the two are the same attack. A zero gradient adds nothing to G.
 *
 * @param rule S and the step's length; the paper's is epsilon / S
 * @param mu the decay; 1 in the paper, and 0 is iFGSM
 */
public record MomentumFgsm(StepRule rule, double mu) implements Attack {

  /**
   * Checks the decay.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public MomentumFgsm {
    Requirements.notNegative("momentum mu", mu);
  }

  /** S steps of epsilon / S with mu = 1. */
  public static MomentumFgsm of(int steps) {
    return new MomentumFgsm(new FractionOfEpsilon(steps, steps), 1);
  }

  @Override
  public String name() {
    return "mi-fgsm-" + rule.id();
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
    double epsilon = session.ball().epsilon();
    float[] point = session.original();
    float[] momentum = new float[point.length];
    for (int step = 0; step < rule.steps(epsilon); step++) {
      session.countIteration();
      float[] gradient = session.gradient(point, session.crossEntropy()).gradient();
      momentum = accumulate(momentum, gradient, mu);
      point = session.project(session.ball().ascend(point, momentum, rule.size(epsilon)));
    }
    return point;
  }

  /** mu G + g / mean|g|. */
  static float[] accumulate(float[] momentum, float[] gradient, double mu) {
    double sum = Pixels.absoluteSum(gradient);
    double scale = sum == 0 ? 0 : gradient.length / sum;
    float[] next = new float[gradient.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (mu * momentum[i] + scale * gradient[i]);
    }
    return next;
  }
}
