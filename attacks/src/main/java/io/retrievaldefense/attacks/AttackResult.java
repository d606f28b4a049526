package io.retrievaldefense.attacks;

import java.util.OptionalInt;

/**
 * The outcome of one attack on one example: a row. Success, loss, labels and norm are recomputed
 * from the stored image by a fresh forward pass of the model under test.
 *
 * @param exampleId the example
 * @param label its true class
 * @param target the class that was aimed at, if any
 * @param attack the attack's name
 * @param threat what the attacker was assumed to hold
 * @param ball where it had to stay
 * @param restart which restart the stored image is from
 * @param seed that restart's seed
 * @param status how it ended
 * @param success true if a correctly classified image was brought to the goal inside the ball
 * @param norm of the stored perturbation, in the ball's norm
 * @param smallestNorm the smallest perturbation seen to reach the goal, inside the ball or not, on
 *     the model that was crafted on or as the stored image; infinite if none was
 * @param counts the effort
 * @param bestLoss cross-entropy of the true class at the stored image; NaN for a model that only
 *     answers labels
 * @param labelBefore the prediction for the clean image
 * @param labelAfter the prediction for the stored image
 * @param image the stored image [inputLength]; the original where nothing better was found
 */
public record AttackResult(
    long exampleId,
    int label,
    OptionalInt target,
    String attack,
    ThreatModel threat,
    Ball ball,
    int restart,
    long seed,
    AttackStatus status,
    boolean success,
    double norm,
    double smallestNorm,
    AttackCounts counts,
    double bestLoss,
    int labelBefore,
    int labelAfter,
    float[] image) {

  /** The label of an answer that is not finite: never the true class, so never robust. */
  public static final int NO_LABEL = -1;

  /** True if the model still gives the true class: what robust accuracy counts. */
  public boolean robust() {
    return labelAfter == label;
  }
}
