package io.retrievaldefense.attacks;

/**
 * One attack under one threat model at one epsilon: all that decides a result beside the models and
 * the examples.
 *
 * @param attack the attack
 * @param ball where the adversarial image must be
 * @param threat what the attacker is assumed to hold
 * @param seed the run's seed; each example's own is derived from it
 * @param stopping when to end early
 * @param budget what an example may cost
 * @param batchSize rows of a model call; it changes the speed, not the results
 */
public record AttackPlan(
    Attack attack,
    Ball ball,
    ThreatModel threat,
    long seed,
    Stopping stopping,
    Budget budget,
    int batchSize) {

  /** A batch that keeps a convolution busy and an executor's memory small. */
  public static final int DEFAULT_BATCH_SIZE = 128;

  /**
   * Checks the batch size.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public AttackPlan {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be positive: " + batchSize);
    }
  }

  /** All steps, no budget, the default batch size. */
  public static AttackPlan of(Attack attack, Ball ball, ThreatModel threat, long seed) {
    return new AttackPlan(
        attack, ball, threat, seed, Stopping.NEVER, Budget.unlimited(), DEFAULT_BATCH_SIZE);
  }

  /** The same plan with another rule for ending early. */
  public AttackPlan with(Stopping other) {
    return new AttackPlan(attack, ball, threat, seed, other, budget, batchSize);
  }

  /** The same plan with another budget. */
  public AttackPlan with(Budget other) {
    return new AttackPlan(attack, ball, threat, seed, stopping, other, batchSize);
  }

  /** The same plan with another batch size. */
  public AttackPlan inBatchesOf(int size) {
    return new AttackPlan(attack, ball, threat, seed, stopping, budget, size);
  }

  /**
   * Refuses, before any work, what cannot be run.
   *
   * @throws IllegalArgumentException if the threat model does not grant what the attack needs, the
   *     models differ in shape, or the attack is not defined for the ball or the classes
   */
  void check(AttackedModel source, AttackedModel target) {
    threat.check(attack, source);
    if (source.inputLength() != target.inputLength() || source.classes() != target.classes()) {
      throw new IllegalArgumentException(
          "source must have the target's %d inputs and %d classes: %d, %d"
              .formatted(
                  target.inputLength(), target.classes(), source.inputLength(), source.classes()));
    }
    if (stopping == Stopping.ON_SUCCESS && !source.answersAs(target)) {
      throw new IllegalArgumentException("stopping of a transfer must be NEVER: " + stopping);
    }
    attack.checkDefinedFor(ball, source);
  }
}
