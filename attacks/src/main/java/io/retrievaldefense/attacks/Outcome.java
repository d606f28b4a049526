package io.retrievaldefense.attacks;

import java.util.List;

/**
 * What one attack made of one example.
 *
 * @param crafted the image; null where no model under test needed one
 * @param verdicts of each model under test on it, or on the clean image where it was not attacked
 */
record Outcome(Crafted crafted, List<Verdict> verdicts) {

  Outcome {
    verdicts = List.copyOf(verdicts);
  }

  /** True if some model under test still gives the true class. */
  boolean isRobust(int label) {
    return verdicts.stream().anyMatch(verdict -> verdict.label() == label);
  }
}
