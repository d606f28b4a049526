package io.retrievaldefense.attacks.testing;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.L2Ball;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.decision.BoundaryAttack;
import io.retrievaldefense.attacks.decision.HopSkipJump;
import io.retrievaldefense.attacks.gradient.AutoPgd;
import io.retrievaldefense.attacks.gradient.CarliniWagner;
import io.retrievaldefense.attacks.gradient.DeepFool;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.MomentumFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.gradient.TargetedAutoPgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.noise.NoiseKind;
import io.retrievaldefense.attacks.score.Nes;
import io.retrievaldefense.attacks.score.Spsa;
import io.retrievaldefense.attacks.score.Square;
import io.retrievaldefense.attacks.support.ImageGrid;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.transfer.Jointly;
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
        Pgd.of(4).withRestarts(3),
        Pgd.of(5).raising(LossKind.MARGIN),
        Pgd.of(5).raising(LossKind.DLR),
        MomentumFgsm.of(5),
        DeepFool.standard(),
        new CarliniWagner(new PenaltySearch(4, 20, .05, .1), 0),
        new CarliniWagner(new PenaltySearch(3, 20, .05, .1), 0).withConfidence(.5),
        new AutoPgd(12, 2, LossKind.CROSS_ENTROPY),
        new AutoPgd(12, 1, LossKind.DLR),
        new TargetedAutoPgd(8, 4),
        Square.of(new ImageGrid(3, 3, 3), 60),
        Spsa.of(5, 8),
        Nes.of(5, 8),
        new HopSkipJump(250, 10, 100),
        BoundaryAttack.of(150),
        new Jointly(Pgd.of(4)),
        new Noise(NoiseKind.GAUSSIAN, 4),
        Noise.randomSigns());
  }

  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Attack attack : attacks()) {
      for (Ball ball : ballsOf(attack, .08, .3)) {
        entries.add(new Entry(attack, ball));
      }
    }
    return entries;
  }

  /** The balls of these radii that the attack is defined for. */
  public static List<Ball> ballsOf(Attack attack, double linf, double l2) {
    List<Ball> balls = List.of(new LinfBall(linf), new L2Ball(l2));
    return balls.stream().filter(ball -> definedFor(attack, ball)).toList();
  }

  private static boolean definedFor(Attack attack, Ball ball) {
    try {
      attack.checkDefinedFor(ball, new CurvedModel(1, 27, 2, 5));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }
}
