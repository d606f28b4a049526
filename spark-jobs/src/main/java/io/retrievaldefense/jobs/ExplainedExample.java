package io.retrievaldefense.jobs;

import io.retrievaldefense.evaluation.Explanation;
import io.retrievaldefense.evaluation.StoredExample;
import io.retrievaldefense.images.LabeledImage;

/**
 * A stored adversarial example, and why the defence answers as it does.
 *
 * @param clean the test image
 * @param stored the adversarial one
 * @param before the answer to the test image
 * @param after the answer to the adversarial one
 */
record ExplainedExample(
    LabeledImage clean, StoredExample stored, Explanation before, Explanation after) {

  /** Whether the defence gives the true class for the adversarial image. */
  boolean withstood() {
    return after.label() == clean.label();
  }
}
