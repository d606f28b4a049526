package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import java.util.Collection;

/**
 * The share of examples a model still classifies correctly. Examples it misclassified clean are in
 * the total and not robust.
 *
 * @param robust examples still classified correctly
 * @param total examples, at least one
 */
public record RobustAccuracy(int robust, int total) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if total is not positive or robust not in [0, total]
   */
  public RobustAccuracy {
    WilsonInterval.of(robust, total);
  }

  /** Under the attack that gave these results. */
  public static RobustAccuracy of(Collection<AttackResult> results) {
    return new RobustAccuracy(
        (int) results.stream().filter(AttackResult::robust).count(), results.size());
  }

  /** Before the attack: the share of clean images classified correctly. */
  public static RobustAccuracy clean(Collection<AttackResult> results) {
    return new RobustAccuracy(
        (int) results.stream().filter(r -> r.labelBefore() == r.label()).count(), results.size());
  }

  /** The share, in [0,1]. */
  public double share() {
    return (double) robust / total;
  }

  /** Its 95 % interval. */
  public WilsonInterval interval() {
    return WilsonInterval.of(robust, total);
  }
}
