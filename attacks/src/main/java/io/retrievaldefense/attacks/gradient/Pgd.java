package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import java.util.Set;

/**
 * Projected gradient descent (Madry et al. 2018): iFGSM from a uniform random point of the ball,
 * the best of R restarts. Linf and L2. The standard step is 2.5 epsilon / S.
 *
 * @param rule S and the step's length
 * @param restarts R
 */
public record Pgd(StepRule rule, int restarts) implements Attack {

  /**
   * Checks the restarts.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Pgd {
    Requirements.atLeast("number of restarts", 1, restarts);
  }

  /** S steps of 2.5 epsilon / S, one start. */
  public static Pgd of(int steps) {
    return new Pgd(new FractionOfEpsilon(steps, steps / 2.5), 1);
  }

  /** The same steps from R random starts. */
  public Pgd withRestarts(int number) {
    return new Pgd(rule, number);
  }

  @Override
  public String name() {
    return restarts == 1 ? "pgd-" + rule.id() : "pgd-%s-r%d".formatted(rule.id(), restarts);
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  @Override
  public void checkDefinedFor(Ball ball, int classes) {
    Requirements.bounded(name(), ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] start = session.ball().randomPoint(session.original(), session.random());
    return GradientLoop.run(session, start, rule, session.crossEntropy());
  }
}
