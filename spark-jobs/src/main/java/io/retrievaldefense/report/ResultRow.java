package io.retrievaldefense.report;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

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
 * @param restart of the attack, from which the stored image is
 * @param group why the attack was run: {@code table}, {@code survivors}, {@code queries}, {@code
 *     more-steps} and {@code more-restarts} count for the worst case; the others are checks
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
    long seed,
    int restart,
    String group) {

  /** Groups of attacks that were run on every example, so that they have an accuracy. */
  public static final String TABLE = "table";

  /** Groups of attacks whose rows count for the worst case. */
  private static final Set<String> HEADLINE =
      Set.of(TABLE, "survivors", "queries", "more-steps", "more-restarts");

  private static final String CLEAN = "clean";

  /** Checks that names are there and epsilon is one. */
  public ResultRow {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(group, "group");
    new CellKey(model, threat, attack, epsilon);
  }

  /**
   * @param model what was attacked
   * @param group why
   * @param result the attack's outcome
   * @return its row
   */
  public static ResultRow of(EvaluatedModel model, String group, AttackResult result) {
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
        result.seed(),
        result.restart(),
        group);
  }

  /**
   * @param model what was asked
   * @param exampleId of a clean image
   * @param label its true class
   * @param predicted the model's answer
   * @return its row
   */
  public static ResultRow clean(EvaluatedModel model, long exampleId, int label, int predicted) {
    return new ResultRow(
        exampleId,
        label,
        model,
        ResultsTable.CLEAN,
        ResultsTable.NO_THREAT,
        0,
        "COMPLETED",
        false,
        predicted,
        predicted,
        0,
        0,
        1,
        0,
        0,
        Double.NaN,
        0,
        0,
        CLEAN);
  }

  /**
   * @return the outcome as the checks of the attacks' module want it, without the image
   */
  public AttackResult result() {
    return new AttackResult(
        exampleId,
        label,
        OptionalInt.empty(),
        attack,
        ThreatModel.of(threat),
        new LinfBall(epsilon),
        restart,
        seed,
        AttackStatus.valueOf(status),
        success,
        norm,
        success ? norm : Double.POSITIVE_INFINITY,
        new AttackCounts(iterations, queries, gradientCalls, zeroGradientSteps),
        loss,
        labelBefore,
        labelAfter,
        new float[0]);
  }

  /**
   * @return whether it is about an unchanged image
   */
  public boolean isClean() {
    return group.equals(CLEAN);
  }

  /**
   * @return whether it counts for the worst case
   */
  public boolean isHeadline() {
    return isHeadline(group);
  }

  /**
   * @param group why attacks were run
   * @return whether their rows count for the worst case
   */
  public static boolean isHeadline(String group) {
    return HEADLINE.contains(group);
  }

  /**
   * @return whether the attack was run on every example
   */
  public boolean onEveryExample() {
    return group.equals(TABLE);
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
