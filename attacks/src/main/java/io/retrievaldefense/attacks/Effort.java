package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.Logits;

/** Counts what an attack on one example does, and holds it to its budget. */
final class Effort {

  private final Budget budget;
  private final long queryLimit;
  private final long startedAtNanos = System.nanoTime();

  private long iterations;
  private long queries;
  private long gradientCalls;
  private long zeroGradientSteps;

  Effort(Budget budget, long queryLimit) {
    this.budget = budget;
    this.queryLimit = queryLimit;
  }

  void countIteration() {
    iterations++;
  }

  /** What the attack's own limit and its budget leave. */
  long queriesLeft() {
    return Math.min(queryLimit, budget.queries()) - queries;
  }

  /** Ends the attack if so many more rows would be too many. */
  void spend(int rows) {
    if (rows > queriesLeft()) {
      // An attack that its own limit ends is not cut, though its budget may be no larger.
      boolean isItsEnd = queryLimit <= budget.queries();
      throw new StopAttack(isItsEnd ? AttackStatus.COMPLETED : AttackStatus.QUERIES_EXHAUSTED);
    }
    if (System.nanoTime() - startedAtNanos > budget.time().toNanos()) {
      throw new StopAttack(AttackStatus.TIME_EXHAUSTED);
    }
    queries += rows;
  }

  /** Takes note of an answer's gradients, and ends the restart if one is not finite. */
  void note(ModelQuestion answered) {
    if (answered.kind != Kind.GRADIENT && answered.kind != Kind.FEATURE_GRADIENT) {
      return;
    }
    gradientCalls += answered.images.length;
    for (int i = 0; i < answered.images.length; i++) {
      if (!Double.isFinite(answered.losses[i]) || !Logits.finite(answered.gradients[i])) {
        throw new StopAttack(AttackStatus.NON_FINITE);
      }
      if (!answered.flat[i] && Pixels.isZero(answered.gradients[i])) {
        zeroGradientSteps++;
      }
    }
  }

  AttackCounts counts() {
    return new AttackCounts(iterations, queries, gradientCalls, zeroGradientSteps);
  }
}
