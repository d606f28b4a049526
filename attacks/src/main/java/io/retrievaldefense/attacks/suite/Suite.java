package io.retrievaldefense.attacks.suite;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.decision.HopSkipJump;
import io.retrievaldefense.attacks.gradient.AutoPgd;
import io.retrievaldefense.attacks.gradient.Fgsm;
import io.retrievaldefense.attacks.gradient.FractionOfEpsilon;
import io.retrievaldefense.attacks.gradient.IteratedFgsm;
import io.retrievaldefense.attacks.gradient.MomentumFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.gradient.TargetedAutoPgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.noise.Noise;
import io.retrievaldefense.attacks.retrieval.Collision;
import io.retrievaldefense.attacks.retrieval.GuideAttack;
import io.retrievaldefense.attacks.retrieval.RetrievalPgd;
import io.retrievaldefense.attacks.retrieval.SoftNeighborAttack;
import io.retrievaldefense.attacks.score.Square;
import io.retrievaldefense.attacks.support.PenaltySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sets of attacks for an Linf ball, cheap ones first as a worst-case ensemble wants them. A set may
 * hold more than a threat model grants or a model offers: {@link #runnable} leaves what can be run.
 */
public enum Suite {
  /** FGSM and iFGSM with c = S = 10, as in the paper's table. */
  PAPER {
    @Override
    public List<Attack> attacks(SuiteShape shape) {
      return List.of(new Fgsm(), IteratedFgsm.literal());
    }
  },
  /** Seconds to minutes: shows masked gradients, proves nothing. */
  QUICK {
    @Override
    public List<Attack> attacks(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>(sanity());
      attacks.add(Pgd.of(20));
      attacks.add(Pgd.of(20).raising(LossKind.MARGIN));
      throughRetrieval(attacks, shape, 20, 100, 1);
      attacks.add(Square.of(shape.grid(), 100));
      return attacks;
    }
  },
  /**
   * Gradient attacks on all examples, Square and HopSkipJump with 1000 queries on at most {@link
   * #mostQueriedExamples} that are still robust.
   */
  STANDARD {
    @Override
    public List<Attack> attacks(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>(sanity());
      attacks.add(Pgd.of(40));
      attacks.add(Pgd.of(40).raising(LossKind.MARGIN));
      attacks.add(MomentumFgsm.of(20));
      throughRetrieval(attacks, shape, 40, 200, 3);
      attacks.add(new AutoPgd(50, 1, LossKind.CROSS_ENTROPY));
      addDlr(attacks, shape, 50, 3);
      attacks.add(Square.of(shape.grid(), 1000));
      attacks.add(HopSkipJump.of(1000));
      return attacks;
    }

    @Override
    public int mostQueriedExamples() {
      return 200;
    }
  },
  /** AutoAttack's budget and the retrieval's own attacks, on all survivors: for a cluster. */
  FULL {
    @Override
    public List<Attack> attacks(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>(sanity());
      attacks.add(Pgd.of(100));
      attacks.add(Pgd.of(100).raising(LossKind.MARGIN).withRestarts(5));
      attacks.add(MomentumFgsm.of(20));
      throughRetrieval(attacks, shape, 100, 1000, 9);
      attacks.add(AutoPgd.crossEntropy());
      addDlr(attacks, shape, 100, 9);
      attacks.add(Square.of(shape.grid(), 5000));
      attacks.add(HopSkipJump.of(5000));
      return attacks;
    }
  };

  /** The guide attack's own numbers: guides of each kind, and steps between looks for them. */
  private static final int GUIDES = 10;

  private static final int REFRESH = 10;

  /** Attention scores over these. */
  private static final double[] ATTENTION_TEMPERATURES = {10, 100};

  /** The set, cheap ones first. */
  public abstract List<Attack> attacks(SuiteShape shape);

  /** On how many examples at most attacks without a gradient are run. */
  public int mostQueriedExamples() {
    return Integer.MAX_VALUE;
  }

  /** The name in configurations. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The attacks of the set that the threat model grants and the model that is crafted on offers.
   */
  public List<Attack> runnable(SuiteShape shape, ThreatModel threat, AttackedModel source) {
    return attacks(shape).stream()
        .filter(attack -> threat.grants().containsAll(attack.needs()))
        .filter(attack -> source.capabilities().containsAll(attack.needs()))
        .toList();
  }

  /** True if the attack asks for labels or scores only. */
  public static boolean isQueryAttack(Attack attack) {
    return Set.of(Capability.LABELS, Capability.SCORES).containsAll(attack.needs());
  }

  private static List<Attack> sanity() {
    return List.of(Noise.gaussian(), Noise.randomSigns(), new Fgsm(), IteratedFgsm.literal());
  }

  private static void addDlr(List<Attack> attacks, SuiteShape shape, int steps, int targets) {
    if (shape.classes() >= LossKind.DLR.leastClasses()) {
      attacks.add(new AutoPgd(steps, 1, LossKind.DLR));
    }
    if (shape.classes() >= LossKind.DLR.leastClassesTargeted()) {
      attacks.add(new TargetedAutoPgd(steps, Math.min(targets, shape.classes() - 1)));
    }
  }

  private static void throughRetrieval(
      List<Attack> attacks, SuiteShape shape, int steps, int candidates, int guides) {
    int rows = Math.min(candidates, shape.indexSize());
    if (rows == 0) {
      return;
    }
    for (double temperature : ATTENTION_TEMPERATURES) {
      attacks.add(RetrievalPgd.attentionRescaling(steps, temperature));
    }
    attacks.add(RetrievalPgd.softRetrieval(steps, rows));
    attacks.add(SoftNeighborAttack.of(steps, rows));
    attacks.add(Collision.of(steps, guides, rows));
    attacks.add(
        new GuideAttack(
            new PenaltySearch(5, steps, .01, .01),
            new FractionOfEpsilon(steps, steps / 2.5),
            2 * GUIDES,
            rows,
            REFRESH));
  }
}
