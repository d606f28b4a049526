package io.retrievaldefense.attacks;

/** When an attack ends before its steps are done. */
public enum Stopping {
  /** Never: all steps are run, the best point is kept. Needed where losses are compared. */
  NEVER,
  /**
   * As soon as the model that is crafted on is at the goal inside the ball. Robust accuracy is the
   * same and most of the work is saved; refused for transfer, where more loss may transfer better.
   */
  ON_SUCCESS
}
