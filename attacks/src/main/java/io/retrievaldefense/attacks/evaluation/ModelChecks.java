package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Fgsm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The items of the checklist that ask the model itself. */
public final class ModelChecks {

  private static final int RUNS = 5;
  private static final double SAME_LOGIT = 1e-4;

  private ModelChecks() {}

  /** Five forward passes agree: attacks on randomness need another kind of evaluation. */
  public static Check forwardDeterministic(AttackedModel model, float[][] images) {
    float[][] first = model.scores(images);
    double largest = 0;
    for (int run = 1; run < RUNS; run++) {
      float[][] again = model.scores(images);
      for (int i = 0; i < images.length; i++) {
        for (int k = 0; k < again[i].length; k++) {
          largest = Math.max(largest, Math.abs((double) again[i][k] - first[i][k]));
        }
      }
    }
    String item = "forward pass deterministic";
    return images.length == 0
        ? Check.notMeasured(item)
        : Check.passIf(
            largest <= SAME_LOGIT,
            item,
            String.format(Locale.ROOT, "largest difference %.2g in %d runs", largest, RUNS));
  }

  /** The scores are logits: probabilities saturate, and their gradients vanish. */
  public static Check logitsAttacked(AttackedModel model, float[][] images) {
    int distributions = 0;
    for (float[] scores : model.scores(images)) {
      double sum = 0;
      boolean between = true;
      for (float score : scores) {
        sum += score;
        between &= score >= 0 && score <= 1;
      }
      distributions += between && Math.abs(sum - 1) < 1e-3 ? 1 : 0;
    }
    String item = "logits attacked, not softmax";
    return images.length == 0
        ? Check.notMeasured(item)
        : Check.passIf(
            distributions < images.length,
            item,
            "%d of %d score rows look like probabilities".formatted(distributions, images.length));
  }

  /** The detector of dead gradients fires where they are known to be dead. */
  public static Check detectorFires(
      AttackedModel model, Ball ball, long seed, List<Example> examples) {
    List<AttackResult> rows = new ArrayList<>();
    try (AttackedModel killer = new GradientKiller(model)) {
      AttackPlan plan = AttackPlan.of(new Fgsm(), ball, ThreatModel.KNOWN_INDEX, seed);
      rows.addAll(AttackHarness.run(plan, killer, examples));
    }
    long attacked = rows.stream().filter(row -> row.counts().gradientCalls() > 0).count();
    String item = "detector fires on a planted gradient-killer";
    if (attacked == 0) {
      return Check.notMeasured(item);
    }
    Check detector = MaskingChecks.gradientsAlive(rows);
    return Check.passIf(detector.verdict() == Verdict.FAIL, item, detector.figure());
  }
}
