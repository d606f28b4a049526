package io.retrievaldefense.attacks;

/** Which examples one attack leaves to the next. */
public enum Passing {
  /** All: each attack has an accuracy of its own. */
  EVERY_EXAMPLE,
  /** Those that a model under test still classifies correctly, as in AutoAttack. */
  SURVIVORS
}
