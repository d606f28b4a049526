package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.gradient.GradientLoop;
import io.retrievaldefense.attacks.gradient.StepRule;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.List;
import java.util.Set;

/**
 * Collision: brings f(x') = W h onto the projected feature of a row of a wrong class, by PGD on
 * -||f(x') - g||^2. Restart r aims at the r-th nearest such row among the clean image's M nearest
 * (of the class aimed at, if there is one), or among more if all of these are of the true class;
 * with fewer, the last of them. The guides come from the index that is crafted through: public
 * images under private-index, the private set under known-index. Ends with {@code NO_START} if the
 * index holds no row of a wrong class.
 *
 * @param rule S and the step's length
 * @param guides how many rows are tried
 * @param candidates M
 */
public record Collision(StepRule rule, int guides, int candidates) implements Attack {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Collision {
    Requirements.atLeast("number of guides", 1, guides);
    Requirements.atLeast("number of candidates", 1, candidates);
  }

  /** S steps of 2.5 epsilon / S towards each guide. */
  public static Collision of(int steps, int guides, int candidates) {
    return new Collision(FractionOfEpsilon.walking(steps), guides, candidates);
  }

  @Override
  public String name() {
    return "collision-" + rule.id() + "-g" + guides + "-m" + candidates;
  }

  @Override
  public long mostGradients(Ball ball) {
    return (long) guides * rule.steps(ball.epsilon());
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES, Capability.FEATURES, Capability.INDEX);
  }

  @Override
  public int restarts() {
    return guides;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
    RetrievalChecks.candidates(name(), candidates, model);
  }

  @Override
  public float[] perturb(AttackSession session) {
    RetrievalAccess index = session.retrieval();
    float[] feature = session.features(session.original())[0];
    List<Candidate> wrong =
        NearestRows.reaching(index, index.project(feature), candidates, session::reachedBy).stream()
            .filter(row -> session.reachedBy(row.label()))
            .toList();
    if (wrong.isEmpty()) {
      throw session.noStart();
    }
    Candidate guide = wrong.get(Math.min(session.restart(), wrong.size() - 1));
    CollisionLoss loss = new CollisionLoss(index, guide);
    return GradientLoop.run(
        session,
        session.original(),
        rule,
        (point, step, steps) -> session.featureGradient(point, loss).gradient());
  }
}
