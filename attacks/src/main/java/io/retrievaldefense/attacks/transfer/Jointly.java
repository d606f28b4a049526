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
 * @param prefix what the name begins with
 * @param attack what is run
 */
public record Jointly(String prefix, Attack attack) implements Attack {

  /** What the names of all such attacks begin with. */
  public static final String PREFIX = "joint-";

  /** Of those whose lead is followed through a soft retrieval. */
  private static final String THROUGH_RETRIEVAL = PREFIX + "bpda-";

  /** On a model as it is and another. */
  public Jointly(Attack attack) {
    this(PREFIX, attack);
  }

  /** On a defence whose gradient goes through a soft retrieval, and another model. */
  public static Jointly throughRetrieval(Attack attack) {
    return new Jointly(THROUGH_RETRIEVAL, attack);
  }

  @Override
  public String name() {
    return prefix + attack.name();
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
