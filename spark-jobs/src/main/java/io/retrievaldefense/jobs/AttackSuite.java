package io.retrievaldefense.jobs;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.Selection;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.config.AttacksConfig;
import io.retrievaldefense.config.IfgsmConfig;
import java.util.ArrayList;
import java.util.List;

/** The attacks that a configuration asks for. */
final class AttackSuite {

  private AttackSuite() {}

  static List<Attack> of(AttacksConfig config) {
    List<Attack> attacks = new ArrayList<>();
    if (config.fgsm()) {
      attacks.add(new Fgsm());
    }
    if (config.ifgsm().enabled()) {
      attacks.add(iterated(config.ifgsm()));
    }
    return attacks;
  }

  private static Attack iterated(IfgsmConfig config) {
    IteratedFgsm attack =
        switch (config.preset()) {
          case LITERAL -> IteratedFgsm.literal();
          case KURAKIN -> IteratedFgsm.kurakin();
          case CONVERGED -> IteratedFgsm.converged();
          case EXPLICIT -> IteratedFgsm.of(config.steps(), config.c());
        };
    return config.iterate() == IfgsmConfig.Iterate.LAST
        ? attack.keeping(Selection.LAST_ITERATE)
        : attack;
  }
}
