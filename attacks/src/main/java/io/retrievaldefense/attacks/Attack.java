package io.retrievaldefense.attacks;

import java.util.Set;

/**
 * An attack on one example: what {@link #perturb} returns is the whole of it. It asks the model
 * through the {@link AttackSession}, which counts, keeps the best point, and joins the questions of
 * the examples that are under way into the model's batches. Bounds, ball, success, budgets and
 * seeds are the harness's. Implementations are immutable and hold their parameters only.
 */
public interface Attack {

  /**
   * The name in result rows and part of every seed, such as {@code fgsm}; lower case, and the same
   * in every locale.
   */
  String name();

  /** What the attack asks the model for; asking for anything else throws. */
  Set<Capability> needs();

  /**
   * Looks for an adversarial image.
   *
   * @return the last iterate [inputLength]; the harness brings it into the ball
   */
  float[] perturb(AttackSession session);

  /** How often the attack is run on an example, each time with another seed. */
  default int restarts() {
    return 1;
  }

  /**
   * The most forward passes on one example, over all restarts. Reaching it is this attack's normal
   * end, where reaching the plan's {@link Budget} is an early one.
   */
  default long queryLimit() {
    return Long.MAX_VALUE;
  }

  /**
   * The most backward passes on one example, over all restarts, for an estimate of what a run will
   * take; attacks by queries have none.
   */
  default long mostGradients(Ball ball) {
    return 0;
  }

  /** Which of the points tried in such a ball is the answer. */
  default Selection selection(Ball ball) {
    return Selection.HIGHEST_LOSS;
  }

  /**
   * Refuses, before any work, a ball, an image size or a number of classes the attack is not
   * defined for.
   *
   * @throws IllegalArgumentException if it is not
   */
  default void checkDefinedFor(Ball ball, AttackedModel model) {}

  /**
   * Refuses, before any work, an example the attack is not defined for, such as one with a target
   * class where the targeted loss needs more classes.
   *
   * @throws IllegalArgumentException if it is not
   */
  default void checkDefinedFor(Example example, AttackedModel model) {}
}
