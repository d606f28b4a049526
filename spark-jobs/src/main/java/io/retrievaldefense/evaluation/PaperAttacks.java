package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.config.IfgsmConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The two attacks of the paper, as they are configured.
 *
 * @param fgsm whether the single-step attack is run
 * @param iterated whether the iterative attack is run
 * @param preset where its S and c come from
 * @param steps its S, of the explicit preset
 * @param c its divisor of epsilon, of the explicit preset
 * @param selection which of its iterates counts
 */
record PaperAttacks(
    boolean fgsm,
    boolean iterated,
    IfgsmConfig.Preset preset,
    int steps,
    double c,
    Selection selection)
    implements Serializable {

  static PaperAttacks of(AttacksConfig config) {
    IfgsmConfig ifgsm = config.ifgsm();
    return new PaperAttacks(
        config.fgsm(),
        ifgsm.enabled(),
        ifgsm.preset(),
        ifgsm.steps(),
        ifgsm.c(),
        ifgsm.iterate() == IfgsmConfig.Iterate.LAST
            ? Selection.LAST_ITERATE
            : Selection.HIGHEST_LOSS);
  }

  List<Attack> attacks() {
    List<Attack> attacks = new ArrayList<>();
    if (fgsm) {
      attacks.add(new Fgsm());
    }
    if (iterated) {
      IteratedFgsm attack =
          switch (preset) {
            case LITERAL -> IteratedFgsm.literal();
            case KURAKIN -> IteratedFgsm.kurakin();
            case CONVERGED -> IteratedFgsm.converged();
            case EXPLICIT -> IteratedFgsm.of(steps, c);
          };
      attacks.add(attack.keeping(selection));
    }
    return attacks;
  }
}
