package io.retrievaldefense.attacks.suite;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.decision.HopSkipJump;
import io.retrievaldefense.attacks.gradient.AutoPgd;
import io.retrievaldefense.attacks.gradient.MomentumFgsm;
import io.retrievaldefense.attacks.gradient.Pgd;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.score.Square;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sets of attacks for an Linf ball, in three parts, cheap ones first as a worst-case ensemble wants
 * them: attacks that are run on every example and so have an accuracy of their own; stronger ones,
 * run in turn on what is still robust; and those that see labels or scores only, on what then is. A
 * set may hold more than a threat model grants or a model offers: {@link #runnable} leaves what can
 * be run.
 */
public enum Suite {
  /**
   * FGSM and iFGSM with c = S = 10: the attacks of the paper's table, which gives neither number. A
   * run puts its configuration's in their place.
   */
  PAPER {
    @Override
    public List<Attack> onEveryExample(SuiteShape shape) {
      return AttackLists.PAPERS;
    }

    @Override
    public List<Attack> onSurvivors(SuiteShape shape) {
      return List.of();
    }

    @Override
    public int steps() {
      return 0;
    }

    @Override
    public int candidates() {
      return 0;
    }

    @Override
    public int checkedExamples() {
      return 0;
    }

    @Override
    public List<Attack> byQueries(SuiteShape shape) {
      return List.of();
    }
  },
  /** Seconds to minutes: shows masked gradients, proves nothing. */
  QUICK {
    @Override
    public List<Attack> onEveryExample(SuiteShape shape) {
      return AttackLists.withNoise(Pgd.of(20));
    }

    @Override
    public List<Attack> onSurvivors(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>();
      attacks.add(Pgd.of(20).raising(LossKind.MARGIN));
      AttackLists.throughRetrieval(attacks, shape, 20, candidates(), softRestarts(), 1);
      AttackLists.addDlr(attacks, shape, 20, 1);
      return attacks;
    }

    @Override
    public List<Attack> jointly(SuiteShape shape) {
      return AttackLists.joint(shape, 20, 20, 1);
    }

    @Override
    public int steps() {
      return 20;
    }

    @Override
    public int candidates() {
      return 100;
    }

    @Override
    public int checkedExamples() {
      return 50;
    }

    @Override
    public List<Attack> byQueries(SuiteShape shape) {
      return List.of(Square.of(shape.grid(), 100), HopSkipJump.of(100));
    }

    @Override
    public int mostQueriedExamples() {
      return 20;
    }
  },
  /**
   * Gradient attacks on all examples, Square and HopSkipJump with 1000 queries on at most {@link
   * #mostQueriedExamples} that are still robust.
   */
  STANDARD {
    @Override
    public List<Attack> onEveryExample(SuiteShape shape) {
      return AttackLists.withNoise(Pgd.of(40));
    }

    @Override
    public List<Attack> onSurvivors(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>();
      attacks.add(Pgd.of(40).raising(LossKind.MARGIN));
      attacks.add(MomentumFgsm.of(20));
      AttackLists.throughRetrieval(attacks, shape, 40, candidates(), softRestarts(), 2);
      AttackLists.addRescaledSoftRetrieval(attacks, shape, 40, candidates());
      attacks.add(new AutoPgd(50, 1, LossKind.CROSS_ENTROPY));
      AttackLists.addDlr(attacks, shape, 50, 3);
      return attacks;
    }

    @Override
    public List<Attack> jointly(SuiteShape shape) {
      return AttackLists.joint(shape, 40, 50, 1);
    }

    @Override
    public List<Attack> jointlyThroughRetrieval(SuiteShape shape) {
      return AttackLists.jointThroughRetrieval(shape, 40);
    }

    @Override
    public int steps() {
      return 40;
    }

    @Override
    public int candidates() {
      return 200;
    }

    @Override
    public int softRestarts() {
      return 2;
    }

    @Override
    public int checkedExamples() {
      return 200;
    }

    @Override
    public List<Attack> byQueries(SuiteShape shape) {
      return List.of(Square.of(shape.grid(), 1000), HopSkipJump.of(1000));
    }

    @Override
    public int mostQueriedExamples() {
      return 200;
    }
  },
  /** AutoAttack's budget and the retrieval's own attacks, on all survivors: for a cluster. */
  FULL {
    @Override
    public List<Attack> onEveryExample(SuiteShape shape) {
      return AttackLists.withNoise(Pgd.of(100));
    }

    @Override
    public List<Attack> onSurvivors(SuiteShape shape) {
      List<Attack> attacks = new ArrayList<>();
      attacks.add(Pgd.of(100).raising(LossKind.MARGIN).withRestarts(restarts()));
      attacks.add(MomentumFgsm.of(20));
      AttackLists.throughRetrieval(attacks, shape, 100, candidates(), softRestarts(), 9);
      AttackLists.addRescaledSoftRetrieval(attacks, shape, 100, candidates());
      attacks.add(AutoPgd.crossEntropy());
      AttackLists.addDlr(attacks, shape, 100, 9);
      return attacks;
    }

    @Override
    public List<Attack> jointly(SuiteShape shape) {
      return AttackLists.joint(shape, 100, 100, 9);
    }

    @Override
    public List<Attack> jointlyThroughRetrieval(SuiteShape shape) {
      return AttackLists.jointThroughRetrieval(shape, 100);
    }

    @Override
    public int steps() {
      return 100;
    }

    @Override
    public int candidates() {
      return 1000;
    }

    @Override
    public int restarts() {
      return 5;
    }

    @Override
    public int softRestarts() {
      return 5;
    }

    @Override
    public int checkedExamples() {
      return 1000;
    }

    @Override
    public List<Attack> byQueries(SuiteShape shape) {
      return List.of(Square.of(shape.grid(), 5000), HopSkipJump.of(5000));
    }
  };

  /** The attacks with an accuracy of their own. */
  public abstract List<Attack> onEveryExample(SuiteShape shape);

  /** The attacks that are run in turn on what is still robust. */
  public abstract List<Attack> onSurvivors(SuiteShape shape);

  /**
   * The attacks without gradient or index, run in turn on what is still robust after all others.
   */
  public abstract List<Attack> byQueries(SuiteShape shape);

  /**
   * The attacks on a defence and the plain network together, run in turn after {@link
   * #onSurvivors}: where transfer beats the defence's own gradient, following both does more than
   * either.
   */
  public List<Attack> jointly(SuiteShape shape) {
    return List.of();
  }

  /**
   * The same on a defence whose gradient goes through a {@linkplain
   * io.retrievaldefense.attacks.retrieval.SoftGradientModel soft retrieval} of {@link
   * #candidates(SuiteShape)} rows, and the plain network; in turn after {@link #jointly}.
   */
  public List<Attack> jointlyThroughRetrieval(SuiteShape shape) {
    return List.of();
  }

  /** S of the suite's plain PGD; 0 where it has none. */
  public abstract int steps();

  /** M, the rows that attacks through the retrieval consider at least; 0 where it has none. */
  public abstract int candidates();

  /** M for these models: several times N, and no more than there are; 0 without an index. */
  public int candidates(SuiteShape shape) {
    return candidates(shape.indexSize(), shape.neighbors());
  }

  /**
   * The same by the index.
   *
   * @param indexSize rows of it
   * @param neighbors N
   */
  public int candidates(int indexSize, int neighbors) {
    return AttackLists.candidates(indexSize, neighbors, candidates());
  }

  /** Random starts of the suite's margin PGD. */
  public int restarts() {
    return 1;
  }

  /** Random starts of its soft retrieval. */
  public int softRestarts() {
    return 1;
  }

  /** True if there is more than the attacks on every example. */
  public boolean goesOn() {
    return steps() > 0;
  }

  /** On how many examples at most the checks are run that change the model or the ball. */
  public abstract int checkedExamples();

  /**
   * Twice the steps of margin PGD and of soft retrieval, all else as in the suite: if that changes
   * much, they had not converged.
   */
  public List<Attack> withMoreSteps(SuiteShape shape) {
    return !goesOn()
        ? List.of()
        : AttackLists.strongest(shape, 2 * steps(), candidates(), restarts(), softRestarts());
  }

  /** Twice their random starts instead. */
  public List<Attack> withMoreRestarts(SuiteShape shape) {
    return !goesOn()
        ? List.of()
        : AttackLists.strongest(shape, steps(), candidates(), 2 * restarts(), 2 * softRestarts());
  }

  /**
   * What a defence of which a part is changed is attacked with: through the retrieval as well,
   * since a change such as uniform attention leaves no gradient but that.
   */
  public List<Attack> onChangedParts(SuiteShape shape, int steps) {
    return AttackLists.strongest(shape, steps, candidates(), 1, 1);
  }

  /** On how many examples at most {@link #byQueries} are run. */
  public int mostQueriedExamples() {
    return Integer.MAX_VALUE;
  }

  /** The whole set, cheap ones first. */
  public List<Attack> attacks(SuiteShape shape) {
    List<Attack> attacks = new ArrayList<>(onEveryExample(shape));
    attacks.addAll(onSurvivors(shape));
    attacks.addAll(jointly(shape));
    attacks.addAll(jointlyThroughRetrieval(shape));
    attacks.addAll(byQueries(shape));
    return attacks;
  }

  /** The name in configurations. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those of some attacks that the threat model grants and the model crafted on offers. */
  public static List<Attack> runnable(
      List<Attack> attacks, ThreatModel threat, AttackedModel source) {
    return attacks.stream()
        .filter(attack -> threat.grants().containsAll(attack.needs()))
        .filter(attack -> source.capabilities().containsAll(attack.needs()))
        .toList();
  }
}
