package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.Passing;
import io.retrievaldefense.attacks.TestSubject;
import io.retrievaldefense.attacks.Turn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The worst case per example over several attacks: an example is robust if it is robust under all
 * of them. This, not the strongest single attack, is a headline.
 */
public final class WorstCase {

  private WorstCase() {}

  /**
   * Runs attacks in turn, as AutoAttack does: only examples that are still robust go on to the
   * next, so the cheap ones come first.
   *
   * @param turns all at one ball
   * @param target the model under test
   * @return all rows, attack by attack; {@link #perExample} makes one of them for each example
   * @throws IllegalArgumentException before any work, if the attacks differ in their ball
   */
  public static List<AttackResult> run(
      List<Turn> turns, AttackedModel target, List<Example> examples) {
    if (turns.isEmpty()) {
      return List.of();
    }
    Ball ball = turns.get(0).plan().ball();
    for (Turn turn : turns) {
      if (!turn.plan().ball().equals(ball)) {
        throw new IllegalArgumentException(
            "ball of all attacks of an ensemble must be %s: %s"
                .formatted(ball, turn.plan().ball()));
      }
    }
    TestSubject subject = TestSubject.of(target, examples, turns.get(0).plan().batchSize());
    return AttackHarness.inTurn(turns, List.of(subject), Passing.SURVIVORS).get(0);
  }

  /**
   * For each example its worst row: a misclassified one with the smallest norm, else the one with
   * the highest loss. In the order of the ids.
   */
  public static List<AttackResult> perExample(Collection<AttackResult> rows) {
    Map<Long, AttackResult> worst = new TreeMap<>();
    for (AttackResult row : rows) {
      worst.merge(row.exampleId(), row, (a, b) -> worse(b, a) ? b : a);
    }
    return List.copyOf(worst.values());
  }

  /** Robust accuracy in the worst case over all these rows. */
  public static RobustAccuracy accuracy(Collection<AttackResult> rows) {
    return RobustAccuracy.of(perExample(rows));
  }

  private static boolean worse(AttackResult a, AttackResult b) {
    if (a.robust() != b.robust()) {
      return !a.robust();
    }
    return a.robust() ? a.bestLoss() > b.bestLoss() : a.norm() < b.norm();
  }
}
