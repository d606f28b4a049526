package io.retrievaldefense.attacks.retrieval;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Candidate;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Norm;
import io.retrievaldefense.attacks.RetrievalAccess;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.gradient.GradientLoop;
import io.retrievaldefense.attacks.gradient.StepRule;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.List;
import java.util.Set;

/**
 * Guide attack on nearest-neighbour models (Sitawarin and Wagner 2020): minimises ||x' - x||^2 + c
 * sum of relu(s_i (||f(x') - g_i||^2 - tau^2)) ({@link GuideLoss}) with f(x) = W h, by {@link
 * PenaltySearch}. Guides are the m/2 nearest rows of the true class and the m/2 nearest of the
 * nearest wrong class (the class aimed at, if there is one) among the M nearest rows, or more if
 * all of these are of the true class; they are found anew every {@code refresh} steps from where
 * the search is. In an Linf ball, where the smallest L2 perturbation is not what is asked, the same
 * loss is climbed by PGD within the ball.
 *
 * @param search steps, rate and constants of the search in L2
 * @param ascent steps of the ascent in Linf
 * @param guides m
 * @param candidates M
 * @param refresh steps between looks for guides
 */
public record GuideAttack(
    PenaltySearch search, StepRule ascent, int guides, int candidates, int refresh)
    implements Attack {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GuideAttack {
    Requirements.atLeast("number of guides", 2, guides);
    Requirements.atLeast("number of candidates", 1, candidates);
    Requirements.atLeast("steps between refreshes", 1, refresh);
  }

  @Override
  public String name() {
    return "guide-g" + guides + "-m" + candidates;
  }

  @Override
  public long mostGradients(Ball ball) {
    return ascent.steps(ball.epsilon());
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES, Capability.FEATURES, Capability.INDEX);
  }

  @Override
  public Selection selection(Ball ball) {
    return ball.norm() == Norm.L2 ? Selection.SMALLEST_NORM : Selection.HIGHEST_LOSS;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    if (ball.norm() == Norm.LINF) {
      Requirements.bounded(name(), ball);
    }
    RetrievalChecks.candidates(name(), candidates, model);
  }

  @Override
  public float[] perturb(AttackSession session) {
    Guides current = new Guides(session);
    if (session.ball().norm() == Norm.L2) {
      return search.run(session, current::look);
    }
    return GradientLoop.run(
        session,
        session.original(),
        ascent,
        (point, step, steps) -> current.look(point).gradient());
  }

  /** The guides in use, and when to look for others. */
  private final class Guides {
    private final AttackSession session;
    private GuideLoss loss;
    private int age;

    Guides(AttackSession session) {
      this.session = session;
    }

    PenaltySearch.Look look(float[] point) {
      if (loss == null || age == refresh) {
        loss = find(point);
        age = 0;
      }
      age++;
      float[] gradient = session.featureGradient(point, loss).gradient();
      return new PenaltySearch.Look(session.reachedBy(loss.logits()), gradient);
    }

    private GuideLoss find(float[] point) {
      RetrievalAccess index = session.retrieval();
      float[] feature = session.features(point)[0];
      List<Candidate> nearest =
          NearestRows.reaching(index, index.project(feature), candidates, session::reachedBy);
      int wrong =
          nearest.stream()
              .mapToInt(Candidate::label)
              .filter(session::reachedBy)
              .findFirst()
              .orElseThrow(session::noStart);
      return new GuideLoss(index, ofClass(nearest, wrong), ofClass(nearest, session.label()));
    }

    private List<Candidate> ofClass(List<Candidate> nearest, int label) {
      return nearest.stream().filter(row -> row.label() == label).limit(guides / 2).toList();
    }
  }
}
