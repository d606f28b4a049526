package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import java.util.ArrayList;
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
   * One attack of an ensemble.
   *
   * @param plan the attack
   * @param source the model it crafts on; the model under test itself for a white box
   */
  public record Member(AttackPlan plan, AttackedModel source) {}

  /**
   * Runs attacks in turn, as AutoAttack does: only examples that are still robust go on to the
   * next, so the cheap ones come first.
   *
   * @param members all at one ball
   * @param target the model under test
   * @return all rows, attack by attack; {@link #perExample} makes one of them for each example
   * @throws IllegalArgumentException before any work, if the members differ in their ball
   */
  public static List<AttackResult> run(
      List<Member> members, AttackedModel target, List<Example> examples) {
    for (Member member : members) {
      if (!member.plan().ball().equals(members.get(0).plan().ball())) {
        throw new IllegalArgumentException(
            "ball of all attacks of an ensemble must be %s: %s"
                .formatted(members.get(0).plan().ball(), member.plan().ball()));
      }
    }
    List<AttackResult> rows = new ArrayList<>();
    List<Example> robust = examples;
    for (Member member : members) {
      List<AttackResult> results =
          AttackHarness.transfer(member.plan(), member.source(), target, robust);
      rows.addAll(results);
      List<Example> left = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).robust()) {
          left.add(robust.get(i));
        }
      }
      robust = left;
    }
    return rows;
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
