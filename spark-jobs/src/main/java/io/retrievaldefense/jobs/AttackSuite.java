package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.config.IfgsmConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which attacks are run, as a configuration asks for them and as it is sent to executors.
 *
 * @param threats under which threat models
 * @param epsilons sizes of the ball
 * @param fgsm whether the single-step attack is run
 * @param iterated whether the iterative attack is run
 * @param preset where its S and c come from
 * @param steps its S, of the explicit preset
 * @param c its divisor of epsilon, of the explicit preset
 * @param selection which of its iterates counts
 * @param slice examples in a batch
 */
record AttackSuite(
    List<ThreatModel> threats,
    List<Double> epsilons,
    boolean fgsm,
    boolean iterated,
    IfgsmConfig.Preset preset,
    int steps,
    double c,
    Selection selection,
    int slice)
    implements Serializable {

  static AttackSuite of(AttacksConfig config) {
    IfgsmConfig ifgsm = config.ifgsm();
    return new AttackSuite(
        config.threats().stream().map(threat -> ThreatModel.valueOf(threat.name())).toList(),
        config.epsilons(),
        config.fgsm(),
        ifgsm.enabled(),
        ifgsm.preset(),
        ifgsm.steps(),
        ifgsm.c(),
        ifgsm.iterate() == IfgsmConfig.Iterate.LAST
            ? Selection.LAST_ITERATE
            : Selection.HIGHEST_LOSS,
        config.slice());
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
