package io.retrievaldefense.attacks.evaluation;

/** What a check of the list says. */
public enum Verdict {
  /** As it must be. */
  PASS,
  /** Worth a look, or not measured. */
  WARN,
  /** The numbers are not to be believed as they stand. */
  FAIL
}
