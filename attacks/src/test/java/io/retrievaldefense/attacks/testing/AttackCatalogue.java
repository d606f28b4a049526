package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import java.util.ArrayList;
import java.util.List;

/**
 * Every attack with small parameters, in every ball it is defined for: what invariants run over.
 */
public final class AttackCatalogue {

  private AttackCatalogue() {}

  /** An attack and a ball it is defined for. */
  public record Entry(Attack attack, Ball ball) {
    @Override
    public String toString() {
      return attack.name() + " in " + ball;
    }
  }

  public static List<Attack> attacks() {
    return List.of(
        new Fgsm(),
        IteratedFgsm.literal(),
        IteratedFgsm.kurakin(),
        IteratedFgsm.of(6, 2).keeping(Selection.LAST_ITERATE),
        Pgd.of(7),
        Pgd.of(4).withRestarts(3));
  }

  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Attack attack : attacks()) {
      for (Ball ball : List.of(new LinfBall(.08), new L2Ball(.3))) {
        if (definedFor(attack, ball)) {
          entries.add(new Entry(attack, ball));
        }
      }
    }
    return entries;
  }

  private static boolean definedFor(Attack attack, Ball ball) {
    try {
      attack.checkDefinedFor(ball, 5);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }
}
