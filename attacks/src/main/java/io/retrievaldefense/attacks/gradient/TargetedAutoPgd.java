package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.loss.Logits;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import io.retrievaldefense.attacks.loss.TargetedLogitsRatio;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * APGD-T (Croce and Hein 2020): APGD on the targeted DLR, once for each of the wrong classes with
 * the largest logits on the clean image, nearest first. Any misclassification counts as success. An
 * example with a class of its own to aim at is run towards that class only. Needs four classes.
 *
 * @param steps N for each class
 * @param targets how many classes, 9 in AutoAttack
 */
public record TargetedAutoPgd(int steps, int targets) implements Attack {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public TargetedAutoPgd {
    Requirements.atLeast("number of steps", 1, steps);
    Requirements.atLeast("number of targets", 1, targets);
  }

  /** 100 steps towards each of nine classes. */
  public static TargetedAutoPgd standard() {
    return new TargetedAutoPgd(100, 9);
  }

  @Override
  public String name() {
    return "apgd-t-s" + steps + "-t" + targets;
  }

  @Override
  public long mostGradients(Ball ball) {
    return (long) targets * (steps + 1);
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.LOSS_GRADIENT, Capability.SCORES);
  }

  @Override
  public int restarts() {
    return targets;
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
    Requirements.classes(
        name(), Math.max(LossKind.DLR.leastClassesTargeted(), targets + 1), model.classes());
  }

  @Override
  public float[] perturb(AttackSession session) {
    int target = session.target().orElseGet(() -> rival(session));
    OutputLoss loss = new TargetedLogitsRatio(session.label(), target);
    float[] start = session.ball().randomPoint(session.original(), session.random());
    return new ApgdRun(session, loss, steps, best -> {}).from(start);
  }

  /** The wrong class of this restart's rank on the clean image; the lower class first on a tie. */
  private static int rival(AttackSession session) {
    float[] logits = session.scores(session.original())[0].clone();
    int rival = session.label();
    for (int rank = 0; rank <= session.restart(); rank++) {
      logits[rival] = Float.NEGATIVE_INFINITY;
      rival = Logits.argmax(logits);
    }
    return rival;
  }
}
