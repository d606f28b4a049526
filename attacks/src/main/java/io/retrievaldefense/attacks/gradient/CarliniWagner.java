package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.PointGradient;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.loss.CappedLoss;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * Carlini and Wagner's L2 attack (2017): a {@link PenaltySearch} on min(margin(x'), kappa), where
 * margin is the best wrong logit over the true one, or the target's over the best other. Of all
 * points whose margin reaches kappa, the nearest is the answer. Our defaults: 9 searches from c =
 * .001, 200 steps each (some libraries' stand-alone default of 10 does not converge), rate .01,
 * kappa = 0.
 *
 * @param search steps, rate and constants
 * @param kappa by how much the wrong logit must lead
 */
public record CarliniWagner(PenaltySearch search, double kappa) implements Attack {

  /**
   * Checks kappa.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public CarliniWagner {
    Requirements.notNegative("confidence kappa", kappa);
  }

  /** 9 searches of 200 steps, rate .01, first c .001, kappa 0. */
  public static CarliniWagner standard() {
    return new CarliniWagner(new PenaltySearch(9, 200, .01, 1e-3), 0);
  }

  /** The same search for a lead of {@code other}. */
  public CarliniWagner withConfidence(double other) {
    return new CarliniWagner(search, other);
  }

  @Override
  public String name() {
    return kappa == 0 ? "carlini-wagner" : "carlini-wagner-k" + kappa;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT);
  }

  /** With a confidence, a point that is merely misclassified is no answer. */
  @Override
  public Selection selection(Ball ball) {
    return kappa == 0 ? Selection.SMALLEST_NORM : Selection.LAST_ITERATE;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.norm(name(), Norm.L2, ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    OutputLoss hinge = new CappedLoss(session.loss(LossKind.MARGIN), kappa);
    return search.run(
        session,
        point -> {
          PointGradient at = session.gradient(point, hinge);
          // At kappa = 0 the class must really change, which a tie may not bring about.
          boolean reached = at.loss() >= kappa && session.reachedBy(at.output());
          return new PenaltySearch.Look(reached, at.gradient());
        });
  }
}
