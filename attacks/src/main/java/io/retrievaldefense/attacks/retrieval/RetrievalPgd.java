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
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * PGD through the retrieval: forward through the real index at every step, backward through a soft
 * retrieval from the M nearest rows at a temperature that falls from step to step ({@link
 * SoftRetrieval}), and through attention scores divided by tau. Temperatures are shares of the
 * spread of the squared distances of the clean image's M nearest rows, so that they mean the same
 * in any feature space.
 *
 * <p>Two uses: soft-retrieval BPDA (M well above N, tau = 1), and attention rescaling (M = N and
 * tau above 1, for attention that saturates); and both together.
 *
 * @param label names the use
 * @param rule S and the step's length
 * @param restarts random starts
 * @param candidates M; 0 stands for N
 * @param firstTemperature T of the first step, as a share of the spread
 * @param lastTemperature T of the last step, geometric in between
 * @param attentionTemperature tau
 * @param loss what is raised
 */
public record RetrievalPgd(
    String label,
    StepRule rule,
    int restarts,
    int candidates,
    double firstTemperature,
    double lastTemperature,
    double attentionTemperature,
    LossKind loss)
    implements Attack {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RetrievalPgd {
    Requirements.atLeast("number of restarts", 1, restarts);
    Requirements.atLeast("number of candidates", 0, candidates);
    Requirements.positive("first temperature", firstTemperature);
    Requirements.positive("last temperature", lastTemperature);
    Requirements.positive("attention temperature", attentionTemperature);
  }

  /** Soft retrieval from M rows, T from 1 to .01 of the spread, on the margin, one start. */
  public static RetrievalPgd softRetrieval(int steps, int candidates) {
    return softRetrieval(FractionOfEpsilon.walking(steps), candidates);
  }

  /** The same with other steps. */
  public static RetrievalPgd softRetrieval(StepRule rule, int candidates) {
    return new RetrievalPgd("bpda", rule, 1, candidates, 1, .01, 1, LossKind.MARGIN);
  }

  /** The neighbours held, attention scores over tau, on the margin, one start. */
  public static RetrievalPgd attentionRescaling(int steps, double tau) {
    return new RetrievalPgd(
        "rescaling", FractionOfEpsilon.walking(steps), 1, 0, 1, 1, tau, LossKind.MARGIN);
  }

  /** The same attack back through attention scores over tau. */
  public RetrievalPgd withAttentionOver(double tau) {
    return new RetrievalPgd(
        label, rule, restarts, candidates, firstTemperature, lastTemperature, tau, loss);
  }

  /** The same attack from R random starts. */
  public RetrievalPgd withRestarts(int number) {
    return new RetrievalPgd(
        label,
        rule,
        number,
        candidates,
        firstTemperature,
        lastTemperature,
        attentionTemperature,
        loss);
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT,
        "%s-%s-m%d-t%s-r%d",
        label,
        rule.id(),
        candidates,
        attentionTemperature,
        restarts);
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
    Requirements.classes(name(), loss.leastClasses(), model.classes());
    if (candidates > 0) {
      RetrievalChecks.candidates(name(), candidates, model);
    }
  }

  @Override
  public float[] perturb(AttackSession session) {
    RetrievalAccess index = session.retrieval();
    int rows = candidates == 0 ? index.neighbors() : candidates;
    double spread = spread(session, index, rows);
    float[] start = session.ball().randomPoint(session.original(), session.random());
    return GradientLoop.run(
        session,
        start,
        rule,
        (point, step, steps) -> {
          double temperature = spread * temperature(step, steps);
          SoftRetrieval soft =
              new SoftRetrieval(index, session.loss(loss), rows, temperature, attentionTemperature);
          return session.featureGradient(point, soft).gradient();
        });
  }

  /** T of a step, from 0, as a share of the spread. */
  double temperature(int step, int steps) {
    double progress = steps == 1 ? 0 : (double) step / (steps - 1);
    return firstTemperature * Math.pow(lastTemperature / firstTemperature, progress);
  }

  private static double spread(AttackSession session, RetrievalAccess index, int rows) {
    float[] feature = session.features(session.original())[0];
    List<Candidate> nearest = index.nearest(index.project(feature), rows);
    if (nearest.isEmpty()) {
      throw session.noStart();
    }
    return SoftRetrieval.spread(nearest);
  }
}
