package io.retrievaldefense.attacks.suite;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.gradient.AutoPgd;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.gradient.TargetedAutoPgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.retrieval.Collision;
import io.retrievaldefense.attacks.retrieval.GuideAttack;
import io.retrievaldefense.attacks.retrieval.RetrievalPgd;
import io.retrievaldefense.attacks.retrieval.SoftNeighborAttack;
import io.retrievaldefense.attacks.support.PenaltySearch;
import io.retrievaldefense.attacks.transfer.Jointly;
import java.util.ArrayList;
import java.util.List;

/** The lists that the suites are put together from. */
final class AttackLists {

  static final List<Attack> PAPERS = List.of(new Fgsm(), IteratedFgsm.literal());

  /** The guide attack's own numbers: guides of each kind, and steps between looks for them. */
  private static final int GUIDES = 10;

  private static final int REFRESH = 10;

  /** Attention scores over these. */
  private static final double[] ATTENTION_TEMPERATURES = {10, 100};

  private AttackLists() {}

  static List<Attack> withNoise(Attack last) {
    List<Attack> attacks = new ArrayList<>(List.of(Noise.gaussian(), Noise.randomSigns()));
    attacks.addAll(PAPERS);
    attacks.add(last);
    return attacks;
  }

  static List<Attack> joint(SuiteShape shape, int steps, int apgdSteps, int targets) {
    List<Attack> attacks = new ArrayList<>();
    if (shape.indexSize() > 0) {
      attacks.add(Pgd.of(steps).raising(LossKind.MARGIN));
      addTargeted(attacks, shape, apgdSteps, targets);
    }
    return attacks.stream().<Attack>map(Jointly::new).toList();
  }

  static List<Attack> jointThroughRetrieval(SuiteShape shape, int steps) {
    return shape.indexSize() == 0
        ? List.of()
        : List.of(Jointly.throughRetrieval(Pgd.of(steps).raising(LossKind.MARGIN)));
  }

  static void addDlr(List<Attack> attacks, SuiteShape shape, int steps, int targets) {
    if (shape.classes() >= LossKind.DLR.leastClasses()) {
      attacks.add(new AutoPgd(steps, 1, LossKind.DLR));
    }
    addTargeted(attacks, shape, steps, targets);
  }

  private static void addTargeted(List<Attack> attacks, SuiteShape shape, int steps, int targets) {
    if (shape.classes() >= LossKind.DLR.leastClassesTargeted()) {
      attacks.add(new TargetedAutoPgd(steps, Math.min(targets, shape.classes() - 1)));
    }
  }

  /** What is retrieved must be a part of what is considered, or nothing could take its place. */
  static int candidates(int indexSize, int neighbors, int wanted) {
    return Math.min(Math.max(wanted, 4 * neighbors), indexSize);
  }

  static void throughRetrieval(
      List<Attack> attacks,
      SuiteShape shape,
      int steps,
      int candidates,
      int softRestarts,
      int guides) {
    int rows = candidates(shape.indexSize(), shape.neighbors(), candidates);
    if (rows == 0) {
      return;
    }
    for (double temperature : ATTENTION_TEMPERATURES) {
      attacks.add(RetrievalPgd.attentionRescaling(steps, temperature));
    }
    attacks.add(RetrievalPgd.softRetrieval(steps, rows).withRestarts(softRestarts));
    attacks.add(SoftNeighborAttack.of(steps, rows));
    attacks.add(Collision.of(steps, guides, rows));
    attacks.add(
        new GuideAttack(
            new PenaltySearch(5, steps, .01, .01),
            FractionOfEpsilon.walking(steps),
            2 * GUIDES,
            rows,
            REFRESH));
  }

  /** Soft retrieval where attention saturates too: neither remedy alone has a gradient there. */
  static void addRescaledSoftRetrieval(
      List<Attack> attacks, SuiteShape shape, int steps, int candidates) {
    int rows = candidates(shape.indexSize(), shape.neighbors(), candidates);
    if (rows > 0) {
      attacks.add(
          RetrievalPgd.softRetrieval(steps, rows).withAttentionOver(ATTENTION_TEMPERATURES[0]));
    }
  }

  /** Margin PGD and soft retrieval, each from so many starts. */
  static List<Attack> strongest(
      SuiteShape shape, int steps, int candidates, int restarts, int softRestarts) {
    List<Attack> attacks = new ArrayList<>();
    attacks.add(Pgd.of(steps).raising(LossKind.MARGIN).withRestarts(restarts));
    int rows = candidates(shape.indexSize(), shape.neighbors(), candidates);
    if (rows > 0) {
      attacks.add(RetrievalPgd.softRetrieval(steps, rows).withRestarts(softRestarts));
    }
    return attacks;
  }
}
