package io.retrievaldefense.attacks.evaluation;

/**
 * One item of the reviewer's checklist.
 *
 * @param item what is checked
 * @param verdict pass, warn or fail
 * @param figure the number it rests on, in words
 */
public record Check(String item, Verdict verdict, String figure) {

  static Check passIf(boolean passes, String item, String figure) {
    return new Check(item, passes ? Verdict.PASS : Verdict.FAIL, figure);
  }

  static Check warnUnless(boolean passes, String item, String figure) {
    return new Check(item, passes ? Verdict.PASS : Verdict.WARN, figure);
  }

  /** An item whose evidence was not produced: never a pass. */
  public static Check notMeasured(String item) {
    return new Check(item, Verdict.WARN, "not measured");
  }

  /** The same, with what the evidence lacks. */
  public static Check notMeasured(String item, String why) {
    return new Check(item, Verdict.WARN, "not measured: " + why);
  }
}
