package io.retrievaldefense.attacks.transfer;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.Selection;
import java.util.Set;

/**
 * An attack under another name, so that its rows on a {@link JointModel} and on the model alone are
 * told apart.
 *
 * @param attack what is run
 */
public record Jointly(Attack attack) implements Attack {

  /** What the names of such attacks begin with. */
  public static final String PREFIX = "joint-";

  @Override
  public String name() {
    return PREFIX + attack.name();
  }

  @Override
  public Set<Capability> needs() {
    return attack.needs();
  }

  @Override
  public float[] perturb(AttackSession session) {
    return attack.perturb(session);
  }

  @Override
  public int restarts() {
    return attack.restarts();
  }

  @Override
  public long queryLimit() {
    return attack.queryLimit();
  }

  @Override
  public long mostGradients(Ball ball) {
    return attack.mostGradients(ball);
  }

  @Override
  public Selection selection(Ball ball) {
    return attack.selection(ball);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    attack.checkDefinedFor(ball, model);
  }

  @Override
  public void checkDefinedFor(Example example, AttackedModel model) {
    attack.checkDefinedFor(example, model);
  }
}
