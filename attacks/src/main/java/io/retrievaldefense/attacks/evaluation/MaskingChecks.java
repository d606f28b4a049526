package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The items of the checklist that tell a masked gradient from robustness, as functions of result
 * rows (Athalye, Carlini and Wagner 2018; Carlini et al. 2019). All rows are of one model under
 * test; unless said otherwise, of one epsilon.
 */
public final class MaskingChecks {

  /** Of the examples, on how many the iterated attack must reach the single step's loss. */
  private static final double ITERATIVE_SHARE = .99;

  /** The largest share of steps without a usable gradient. */
  private static final double DEAD_GRADIENTS = .01;

  /** The largest share of robust rows whose attack a limit cut. */
  private static final double CUT_ATTACKS = .01;

  /** Of the examples, so many may be luck. */
  static final double LUCK = .002;

  /** Ends of an attack that say nothing of the model's robustness. */
  private static final Set<AttackStatus> BROKEN =
      Set.of(AttackStatus.NON_FINITE, AttackStatus.FAILED);

  private MaskingChecks() {}

  /**
   * Each attack's own accuracy falls as epsilon grows; a rise beyond the interval of the smaller
   * epsilon warns. Own, not cumulative: a running minimum could not rise.
   *
   * @param rows of any attacks and several epsilons
   */
  public static Check accuracyFallsWithEpsilon(Collection<AttackResult> rows) {
    String item = "accuracy falls with epsilon";
    String worst = "no rise";
    double largest = 0;
    int compared = 0;
    for (var group : byAttack(rows).entrySet()) {
      TreeMap<Double, List<AttackResult>> byEpsilon =
          group.getValue().stream()
              .collect(
                  Collectors.groupingBy(
                      row -> row.ball().epsilon(), TreeMap::new, Collectors.toList()));
      RobustAccuracy before = null;
      for (var at : byEpsilon.entrySet()) {
        RobustAccuracy here = RobustAccuracy.of(at.getValue());
        compared += before == null ? 0 : 1;
        double rise = before == null ? 0 : here.share() - before.interval().high();
        if (rise > largest) {
          largest = rise;
          worst =
              "%s rises from %s to %s at epsilon %s"
                  .formatted(group.getKey(), percent(before), percent(here), at.getKey());
        }
        before = here;
      }
    }
    return compared == 0 ? Check.notMeasured(item) : Check.warnUnless(largest == 0, item, worst);
  }

  /**
   * With all of [0,1] to choose from, no model is better than chance. A share above it that its
   * interval lets be chance warns: it may be that there are too few examples.
   *
   * @param rows of an unbounded budget, epsilon = 1
   * @param classes C; chance is 1 / C
   */
  public static Check reachesChance(Collection<AttackResult> rows, int classes) {
    RobustAccuracy accuracy = WorstCase.accuracy(rows);
    double chance = 1.0 / classes;
    Verdict verdict =
        accuracy.share() <= chance
            ? Verdict.PASS
            : accuracy.interval().low() <= chance ? Verdict.WARN : Verdict.FAIL;
    return new Check(
        "epsilon 1 reaches chance",
        verdict,
        "%s of %d, chance is %s".formatted(percent(accuracy), accuracy.total(), percent(chance)));
  }

  /** An iterated attack does on each example at least what a single step does. */
  public static Check iterativeAtLeastSingleStep(
      Collection<AttackResult> single, Collection<AttackResult> iterated) {
    Map<Long, AttackResult> first = attackedById(single);
    int compared = 0;
    int stronger = 0;
    for (AttackResult row : iterated) {
      AttackResult other = first.get(row.exampleId());
      if (other != null) {
        compared++;
        // A row that stopped on success need not have raised the loss any further.
        boolean reached = !row.robust() || row.bestLoss() >= other.bestLoss() - 1e-6;
        stronger += reached ? 1 : 0;
      }
    }
    String item = "iterative at least as strong as single-step";
    return compared == 0
        ? Check.notMeasured(item)
        : Check.passIf(
            stronger >= ITERATIVE_SHARE * compared,
            item,
            "loss reached on %s of %d examples"
                .formatted(percent((double) stronger / compared), compared));
  }

  /**
   * Attacks ended by themselves, not by a limit of queries or time: of the rows of each attack that
   * are still robust, at most {@value #CUT_ATTACKS} were cut. A success that came before the limit
   * is one. Attacks on what is left may have few rows: more warns, unless it is more than {@value
   * #LUCK} of the examples too.
   */
  public static Check limitsCutLittle(Collection<AttackResult> rows) {
    Worst worst = new Worst("none", CUT_ATTACKS, rows);
    for (var group : byAttackAndEpsilon(rows).entrySet()) {
      List<AttackResult> robust = group.getValue().stream().filter(AttackResult::robust).toList();
      long cut = robust.stream().filter(MaskingChecks::isCut).count();
      worst.see(
          cut == 0 ? 0 : (double) cut / robust.size(),
          cut,
          group.getValue().get(0).ball().epsilon(),
          "%s: %d of %d that are robust were cut".formatted(group.getKey(), cut, robust.size()));
    }
    return worst.check("attacks not cut by a limit");
  }

  /** The worst of groups of rows, and what it comes to. */
  private static final class Worst {
    private final double limit;
    private final Map<Double, Long> examples;
    private String figure;
    private double largest;
    private boolean fails;

    Worst(String none, double limit, Collection<AttackResult> rows) {
      figure = none;
      this.limit = limit;
      examples =
          rows.stream()
              .filter(row -> row.status() != AttackStatus.ALREADY_MISCLASSIFIED)
              .collect(
                  Collectors.groupingBy(
                      row -> row.ball().epsilon(),
                      Collectors.mapping(
                          AttackResult::exampleId,
                          Collectors.collectingAndThen(
                              Collectors.toSet(), ids -> (long) ids.size()))));
    }

    /**
     * @param share of a group's rows or steps
     * @param concerned rows of it
     */
    void see(double share, long concerned, double epsilon, String what) {
      fails |= share > limit && concerned > LUCK * examples.get(epsilon);
      if (share > largest) {
        largest = share;
        figure = what;
      }
    }

    Check check(String item) {
      if (examples.isEmpty()) {
        return Check.notMeasured(item);
      }
      Verdict verdict = fails ? Verdict.FAIL : largest > limit ? Verdict.WARN : Verdict.PASS;
      return new Check(item, verdict, figure);
    }
  }

  /**
   * Steps that could not move and answers that were not finite, which a table would count as
   * robustness, attack by attack and epsilon by epsilon, of the examples that were attacked; as
   * with limits a group may be small, and warns.
   */
  public static Check gradientsAlive(Collection<AttackResult> rows) {
    Worst worst = new Worst("none", DEAD_GRADIENTS, rows);
    for (var group : byAttackAndEpsilon(rows).entrySet()) {
      long calls = 0;
      long zero = 0;
      long broken = 0;
      long concerned = 0;
      for (AttackResult row : group.getValue()) {
        boolean isBroken = BROKEN.contains(row.status());
        calls += row.counts().gradientCalls();
        zero += row.counts().zeroGradientSteps();
        broken += isBroken ? 1 : 0;
        concerned += isBroken || row.counts().zeroGradientSteps() > 0 ? 1 : 0;
      }
      double zeros = calls == 0 ? 0 : (double) zero / calls;
      worst.see(
          Math.max(zeros, (double) broken / group.getValue().size()),
          concerned,
          group.getValue().get(0).ball().epsilon(),
          "%s: %s of steps zero, %d of %d examples not finite or failed"
              .formatted(group.getKey(), percent(zeros), broken, group.getValue().size()));
    }
    return worst.check("zero or NaN gradients");
  }

  /** True if a limit kept the attack from going on, and so from succeeding perhaps. */
  static boolean isCut(AttackResult row) {
    return row.robust() && row.status().isCut();
  }

  /** True if the attack was not done, and what it would have broken is not known. */
  static boolean isUnfinished(AttackResult row) {
    return isCut(row) || row.robust() && BROKEN.contains(row.status());
  }

  /** Of the rows of examples that were attacked. */
  private static Map<String, List<AttackResult>> byAttackAndEpsilon(Collection<AttackResult> rows) {
    return rows.stream()
        .filter(row -> row.status() != AttackStatus.ALREADY_MISCLASSIFIED)
        .collect(
            Collectors.groupingBy(
                row -> row.attack() + " (" + row.threat() + ") at epsilon " + row.ball().epsilon(),
                TreeMap::new,
                Collectors.toList()));
  }

  private static Map<String, List<AttackResult>> byAttack(Collection<AttackResult> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.attack() + " (" + row.threat() + ")",
                TreeMap::new,
                Collectors.toList()));
  }

  private static Map<Long, AttackResult> attackedById(Collection<AttackResult> rows) {
    Map<Long, AttackResult> attacked = new HashMap<>();
    rows.stream()
        .sorted(Comparator.comparingLong(AttackResult::exampleId))
        .filter(row -> row.status() != AttackStatus.ALREADY_MISCLASSIFIED)
        .forEach(row -> attacked.put(row.exampleId(), row));
    return attacked;
  }

  static String percent(RobustAccuracy accuracy) {
    return percent(accuracy.share());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
