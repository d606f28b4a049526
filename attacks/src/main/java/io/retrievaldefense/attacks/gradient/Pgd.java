package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * Projected gradient descent (Madry et al. 2018): iFGSM from a uniform random point of the ball,
 * the best of R restarts. Linf and L2. The standard step is 2.5 epsilon / S.
 *
 * @param rule S and the step's length
 * @param restarts R
 * @param loss what is raised; the margin where cross-entropy saturates
 */
public record Pgd(StepRule rule, int restarts, LossKind loss) implements Attack {

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
    return new Pgd(FractionOfEpsilon.walking(steps), 1, LossKind.CROSS_ENTROPY);
  }

  /** The same steps from R random starts. */
  public Pgd withRestarts(int number) {
    return new Pgd(rule, number, loss);
  }

  /** The same steps up another loss. */
  public Pgd raising(LossKind other) {
    return new Pgd(rule, restarts, other);
  }

  @Override
  public String name() {
    return "pgd-" + loss.id() + "-" + rule.id() + "-r" + restarts;
  }

  @Override
  public long mostGradients(Ball ball) {
    return (long) restarts * rule.steps(ball.epsilon());
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
    Requirements.classes(name(), loss.leastClasses(), model.classes());
  }

  @Override
  public void checkDefinedFor(Example example, AttackedModel model) {
    if (example.target().isPresent()) {
      Requirements.classes("targeted " + name(), loss.leastClassesTargeted(), model.classes());
    }
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] start = session.ball().randomPoint(session.original(), session.random());
    return GradientLoop.run(session, start, rule, session.loss(loss));
  }
}
