package io.retrievaldefense.report;

import io.retrievaldefense.attacks.AttackResult;
import java.util.Objects;

/**
 * The outcome of one attack on one example and one model: a row of the attacks' Parquet output.
 *
 * @param exampleId the example
 * @param label its true class
 * @param model what was attacked
 * @param attack the attack's name
 * @param threat what the attacker was assumed to know
 * @param epsilon size of the ball, of pixels in [0,1]
 * @param status how the attack ended
 * @param success whether a correctly classified image was brought to another class
 * @param labelBefore the model's answer to the clean image
 * @param labelAfter the model's answer to the stored adversarial image
 * @param norm of the stored perturbation
 * @param iterations steps taken
 * @param queries forward passes
 * @param gradientCalls backward passes
 * @param zeroGradientSteps backward passes that gave zero everywhere
 * @param loss cross-entropy of the true class at the stored image; NaN where it is not known
 * @param seed the attack's seed for this example
 */
public record ResultRow(
    long exampleId,
    int label,
    EvaluatedModel model,
    String attack,
    String threat,
    double epsilon,
    String status,
    boolean success,
    int labelBefore,
    int labelAfter,
    double norm,
    long iterations,
    long queries,
    long gradientCalls,
    long zeroGradientSteps,
    double loss,
    long seed) {

  /** Checks that names are there and epsilon is one. */
  public ResultRow {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(status, "status");
    new CellKey(model, threat, attack, epsilon);
  }

  /**
   * @param model what was attacked
   * @param result the attack's outcome
   * @return its row
   */
  public static ResultRow of(EvaluatedModel model, AttackResult result) {
    return new ResultRow(
        result.exampleId(),
        result.label(),
        model,
        result.attack(),
        result.threat().id(),
        result.ball().epsilon(),
        result.status().name(),
        result.success(),
        result.labelBefore(),
        result.labelAfter(),
        result.norm(),
        result.counts().iterations(),
        result.counts().queries(),
        result.counts().gradientCalls(),
        result.counts().zeroGradientSteps(),
        result.bestLoss(),
        result.seed());
  }

  /**
   * @return whether the model gives the true class for the clean image
   */
  public boolean cleanCorrect() {
    return labelBefore == label;
  }

  /**
   * @return whether the model still gives the true class: what robust accuracy counts
   */
  public boolean robust() {
    return labelAfter == label;
  }

  CellKey key() {
    return new CellKey(model, threat, attack, epsilon);
  }
}
