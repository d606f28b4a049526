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
 * PGD on the ASK loss: takes the soft nearest neighbours' mass away from the true class ({@link
 * SoftNeighborLoss}; Wang et al. 2022). The temperature is a share of the mean squared distance of
 * the clean image's M nearest rows.
 *
 * @param rule S and the step's length
 * @param restarts random starts
 * @param candidates M
 * @param temperature T, as a share of the mean squared distance
 */
public record SoftNeighborAttack(StepRule rule, int restarts, int candidates, double temperature)
    implements Attack {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SoftNeighborAttack {
    Requirements.atLeast("number of restarts", 1, restarts);
    Requirements.atLeast("number of candidates", 1, candidates);
    Requirements.positive("temperature", temperature);
  }

  /** S steps of 2.5 epsilon / S, T a tenth of the mean squared distance. */
  public static SoftNeighborAttack of(int steps, int candidates) {
    return new SoftNeighborAttack(FractionOfEpsilon.walking(steps), 1, candidates, .1);
  }

  @Override
  public String name() {
    return "ask-" + rule.id() + "-m" + candidates + "-r" + restarts;
  }

  @Override
  public long mostGradients(Ball ball) {
    return (long) restarts * rule.steps(ball.epsilon());
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES, Capability.FEATURES, Capability.INDEX);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
    RetrievalChecks.candidates(name(), candidates, model);
  }

  @Override
  public float[] perturb(AttackSession session) {
    RetrievalAccess index = session.retrieval();
    double scale = temperature * meanDistance(session, index);
    float[] start = session.ball().randomPoint(session.original(), session.random());
    return GradientLoop.run(
        session,
        start,
        rule,
        (point, step, steps) -> {
          SoftNeighborLoss loss = new SoftNeighborLoss(index, session.label(), candidates, scale);
          return session.featureGradient(point, loss).gradient();
        });
  }

  private double meanDistance(AttackSession session, RetrievalAccess index) {
    float[] feature = session.features(session.original())[0];
    List<Candidate> nearest = index.nearest(index.project(feature), candidates);
    double mean = nearest.stream().mapToDouble(Candidate::squaredDistance).average().orElse(0);
    return mean > 0 ? mean : 1;
  }
}
