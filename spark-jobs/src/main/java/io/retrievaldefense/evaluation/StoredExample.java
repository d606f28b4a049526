package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackCounts;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.report.EvaluatedModel;
import java.util.OptionalInt;

/**
 * The worst that was found for an example: what a third party needs to check us. Of an example that
 * was misclassified clean it is the original.
 *
 * @param exampleId the example
 * @param label its true class
 * @param model the model under test
 * @param threat of the attacker whose worst this is
 * @param crafted under which threat model it was made: the same or a weaker one
 * @param epsilon size of the ball
 * @param attack the attack that made it
 * @param restart of that attack
 * @param robust whether the model still gives the true class
 * @param norm of the perturbation
 * @param loss cross-entropy of the true class
 * @param labelAfter the model's answer
 * @param image pixels in [0,1] [H * W * C]
 */
public record StoredExample(
    long exampleId,
    int label,
    EvaluatedModel model,
    String threat,
    String crafted,
    double epsilon,
    String attack,
    int restart,
    boolean robust,
    double norm,
    double loss,
    int labelAfter,
    float[] image) {

  /** The same as an attacker of another threat model's worst. */
  StoredExample under(String otherThreat) {
    return new StoredExample(
        exampleId,
        label,
        model,
        otherThreat,
        crafted,
        epsilon,
        attack,
        restart,
        robust,
        norm,
        loss,
        labelAfter,
        image);
  }

  /** As the attacks' module has it, without what is not stored. */
  AttackResult result() {
    return new AttackResult(
        exampleId,
        label,
        OptionalInt.empty(),
        attack,
        ThreatModel.of(threat),
        new LinfBall(epsilon),
        restart,
        0,
        AttackStatus.COMPLETED,
        !robust,
        norm,
        norm,
        AttackCounts.NONE,
        loss,
        label,
        labelAfter,
        image);
  }
}
