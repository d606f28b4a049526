package io.retrievaldefense.report;

import io.retrievaldefense.report.NoticedAttacks.Attack;
import io.retrievaldefense.report.NoticedAttacks.CurvePoint;
import io.retrievaldefense.report.NoticedAttacks.Evasion;
import io.retrievaldefense.report.NoticedAttacks.Setting;
import io.retrievaldefense.report.NoticedAttacks.Signal;
import java.util.List;

/** Two attacks, two signals. */
final class SampleNoticed {
  private SampleNoticed() {}

  static NoticedAttacks data(String title) {
    Signal entropy =
        new Signal(
            "entropy",
            0.675,
            List.of(0.1, 0.35),
            0.35,
            List.of(new CurvePoint(0, 0), new CurvePoint(0.05, 0.35), new CurvePoint(1, 1)));
    Signal combined =
        new Signal(
            "combined",
            0.5,
            List.of(0.01, 0.05),
            0.0525,
            List.of(new CurvePoint(0, 0), new CurvePoint(1, 1)));
    Attack pgd = new Attack("pgd-40", 1200, List.of(entropy, combined));
    Attack adaptive = new Attack("adaptive", 20, List.of(entropy, combined));
    Attack few = new Attack("fgsm", 19, List.of(entropy, combined));
    return new NoticedAttacks(
        title,
        0.05,
        List.of(0.01, 0.05),
        List.of(
            new Setting("baseline-transfer", 0.01, List.of(pgd)),
            new Setting("known-index", 0.01, List.of(adaptive, few, pgd))),
        List.of(new Evasion(0.01, 40, 30, 10)));
  }
}
