package io.retrievaldefense.attacks.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

  /** By how much accuracy may change when steps or restarts double. */
  private static final double CONVERGED = .005;

  /** By how much an attack that knows less may win by luck. */
  private static final double LUCK = .002;

  /** Shares are quotients: .505 - .5 is a little more than .005. */
  private static final double ROUNDING = 1e-9;

  /** The largest share of steps without a usable gradient. */
  private static final double DEAD_GRADIENTS = .01;

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
   * With all of [0,1] to choose from, no model is better than chance.
   *
   * @param rows of an unbounded budget, epsilon = 1
   * @param classes C; chance is 1 / C
   */
  public static Check reachesChance(Collection<AttackResult> rows, int classes) {
    RobustAccuracy accuracy = WorstCase.accuracy(rows);
    return Check.passIf(
        accuracy.interval().low() <= 1.0 / classes,
        "epsilon 1 reaches chance",
        "%s, chance is %s".formatted(percent(accuracy), percent(1.0 / classes)));
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

  /** Twice the steps, or the restarts, change little. */
  public static Check converged(
      String what, Collection<AttackResult> once, Collection<AttackResult> twice) {
    Set<Long> common = commonIds(once, twice);
    String item = "converged: twice the " + what;
    if (common.isEmpty()) {
      return Check.notMeasured(item);
    }
    double change = share(once, common) - share(twice, common);
    return Check.passIf(
        Math.abs(change) <= CONVERGED + ROUNDING, item, "accuracy changes by " + points(-change));
  }

  /**
   * Whoever knows more does at least as well: a white box against transfer, against noise. Compared
   * on the examples that both were run on.
   *
   * @param item what is compared, such as {@code transfer no stronger than white box}
   * @param informed rows of all attacks that know more; their worst case counts
   * @param ignorant rows of those that know less
   */
  public static Check atLeastAsStrong(
      String item, Collection<AttackResult> informed, Collection<AttackResult> ignorant) {
    Set<Long> common = commonIds(informed, ignorant);
    if (common.isEmpty()) {
      return Check.notMeasured(item);
    }
    double strong = share(informed, common);
    double weak = share(ignorant, common);
    return Check.passIf(
        strong <= weak + LUCK + ROUNDING,
        item,
        "%s against %s on %d examples".formatted(percent(strong), percent(weak), common.size()));
  }

  /**
   * Attacks by queries, run on a sample of what a white box has left, find little there: the share
   * of the sample that they break, times the share that was left, is at most {@value #LUCK}.
   *
   * @param item what is compared
   * @param informed rows of the white box on all examples
   * @param queried rows of attacks by queries on some of those it has not broken
   */
  public static Check queriesAddLittle(
      String item, Collection<AttackResult> informed, Collection<AttackResult> queried) {
    if (informed.isEmpty()) {
      return Check.notMeasured(item);
    }
    double left = WorstCase.accuracy(informed).share();
    if (queried.isEmpty()) {
      return left == 0
          ? new Check(item, Verdict.PASS, "nothing was left to ask about")
          : Check.notMeasured(item);
    }
    RobustAccuracy sample = WorstCase.accuracy(queried);
    double added = left * (1 - sample.share());
    return Check.passIf(
        added <= LUCK + ROUNDING,
        item,
        "%d of %d queried examples broken, %s of all"
            .formatted(sample.total() - sample.robust(), sample.total(), points(-added)));
  }

  /**
   * Steps that could not move and answers that were not finite, which a table would count as
   * robustness, attack by attack.
   */
  public static Check gradientsAlive(Collection<AttackResult> rows) {
    double largest = 0;
    String worst = "none";
    for (var group : byAttack(rows).entrySet()) {
      long calls = 0;
      long zero = 0;
      long broken = 0;
      for (AttackResult row : group.getValue()) {
        calls += row.counts().gradientCalls();
        zero += row.counts().zeroGradientSteps();
        broken += BROKEN.contains(row.status()) ? 1 : 0;
      }
      double zeros = calls == 0 ? 0 : (double) zero / calls;
      double dead = Math.max(zeros, (double) broken / group.getValue().size());
      if (dead > largest) {
        largest = dead;
        worst =
            "%s: %s of steps zero, %d of %d examples not finite or failed"
                .formatted(group.getKey(), percent(zeros), broken, group.getValue().size());
      }
    }
    String item = "zero or NaN gradients";
    return rows.isEmpty()
        ? Check.notMeasured(item)
        : Check.passIf(largest <= DEAD_GRADIENTS, item, worst);
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

  private static Set<Long> commonIds(Collection<AttackResult> a, Collection<AttackResult> b) {
    Set<Long> ids = a.stream().map(AttackResult::exampleId).collect(Collectors.toSet());
    Set<Long> common = new HashSet<>();
    b.stream().map(AttackResult::exampleId).filter(ids::contains).forEach(common::add);
    return common;
  }

  private static double share(Collection<AttackResult> rows, Set<Long> ids) {
    return WorstCase.accuracy(rows.stream().filter(row -> ids.contains(row.exampleId())).toList())
        .share();
  }

  static String percent(RobustAccuracy accuracy) {
    return percent(accuracy.share());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String points(double share) {
    // Adding zero makes nothing of a negative zero.
    return String.format(Locale.ROOT, "%+.2f points", 100 * share + 0.0);
  }
}
