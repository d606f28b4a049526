package io.retrievaldefense.attacks;

/** Which of the points that an attack tried becomes its answer. */
public enum Selection {
  /**
   * Of all points in the ball that the attack evaluated: those that reach the goal first, then
   * misclassified ones, then the highest cross-entropy loss (of the target class: the lowest).
   */
  HIGHEST_LOSS,
  /** Of all points in [0,1] that reach the goal, the one nearest to the original. */
  SMALLEST_NORM,
  /** The point the attack returned, as papers of single attacks report it. */
  LAST_ITERATE
}
