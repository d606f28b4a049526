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
 * APGD, PGD that sets its own step (Croce and Hein 2020): APGD-CE and APGD-DLR. Linf and L2, from a
 * uniform random point of the ball, 100 steps. DLR needs three classes.
 *
 * @param steps N
 * @param restarts random starts
 * @param loss cross-entropy or DLR; with a target class, their targeted forms
 */
public record AutoPgd(int steps, int restarts, LossKind loss) implements Attack {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public AutoPgd {
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.atLeast("number of restarts", 1, restarts);
  }

  /** APGD-CE, 100 steps, one start. */
  public static AutoPgd crossEntropy() {
    return new AutoPgd(100, 1, LossKind.CROSS_ENTROPY);
  }

  /** APGD-DLR, 100 steps, one start. */
  public static AutoPgd dlr() {
    return new AutoPgd(100, 1, LossKind.DLR);
  }

  @Override
  public String name() {
    return "apgd-" + loss.id() + "-s" + steps + "-r" + restarts;
  }

  @Override
  public long mostGradients(Ball ball) {
    return (long) restarts * (steps + 1);
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
    return new ApgdRun(session, session.loss(loss), steps, best -> {}).from(start);
  }
}
