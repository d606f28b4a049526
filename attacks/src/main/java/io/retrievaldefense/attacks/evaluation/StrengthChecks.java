package io.retrievaldefense.attacks.evaluation;

import static io.retrievaldefense.attacks.evaluation.MaskingChecks.LUCK;
import static io.retrievaldefense.attacks.evaluation.MaskingChecks.percent;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The items of the checklist that ask whether some attacks find what others, which should be at
 * least as strong, have not (Athalye, Carlini and Wagner 2018; Carlini et al. 2019). They compare
 * sets of examples, not totals: what one side alone has found makes up for nothing that it has
 * missed. All rows are of one model under test and one epsilon.
 */
public final class StrengthChecks {

  /** How much more twice the steps or restarts may break. */
  private static final double CONVERGED = .005;

  /** Shares are quotients: .505 - .5 is a little more than .005. */
  private static final double ROUNDING = 1e-9;

  private StrengthChecks() {}

  /**
   * Twice the steps, or as many restarts again and again, break little that was not. What they did
   * break is evidence however they ended; that they broke little is none where a limit or a failure
   * kept one of them from its steps.
   *
   * @param once rows of the evaluation
   * @param twice rows of the attacks with twice as much, on what was robust in it
   */
  public static Check converged(
      String what, Collection<AttackResult> once, Collection<AttackResult> twice) {
    String item = "converged: twice the " + what;
    if (once.isEmpty()) {
      return Check.notMeasured(item);
    }
    RobustAccuracy before = WorstCase.accuracy(once);
    if (twice.isEmpty() && before.robust() > 0) {
      return Check.notMeasured(item);
    }
    double added = added(once, twice, ids(once));
    String figure = "accuracy changes by " + points(-added);
    if (added > CONVERGED + ROUNDING) {
      return new Check(item, Verdict.FAIL, figure);
    }
    long unfinished = twice.stream().filter(MaskingChecks::isUnfinished).count();
    return unfinished == 0
        ? new Check(item, Verdict.PASS, figure)
        : Check.notMeasured(
            item,
            "a limit or a failure ended %d of %d attacks".formatted(unfinished, twice.size()));
  }

  /**
   * Whoever knows less finds nothing that who knows more does not: transfer and noise against a
   * white box. Of the examples that both were run on, the share that only the ignorant broke is at
   * most {@value MaskingChecks#LUCK}; what only the informed broke makes up for none of it.
   *
   * @param item what is compared, such as {@code transfer no stronger than white box}
   * @param informed rows of all attacks that know more; their worst case counts
   * @param ignorant rows of those that know less
   */
  public static Check atLeastAsStrong(
      String item, Collection<AttackResult> informed, Collection<AttackResult> ignorant) {
    Set<Long> common = ids(informed);
    common.retainAll(ids(ignorant));
    if (common.isEmpty()) {
      return Check.notMeasured(item);
    }
    double added = added(informed, ignorant, common);
    return Check.passIf(
        added <= LUCK + ROUNDING,
        item,
        String.format(
            Locale.ROOT,
            "%s against %s on %d examples, of which only the latter breaks %.2f %%",
            percent(share(informed, common)),
            percent(share(ignorant, common)),
            common.size(),
            100 * added));
  }

  /**
   * Attacks by queries, run on a sample of what a white box has left, find little there: the share
   * of the sample that they break, times the share that was left, is at most {@value
   * MaskingChecks#LUCK}. A sample passes only if its interval says so too; one too small to show as
   * much warns.
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
    RobustAccuracy white = WorstCase.accuracy(informed);
    if (white.robust() == 0) {
      return new Check(item, Verdict.PASS, "nothing was left to ask about");
    }
    // An attack that found no image to start from has asked nothing of the example.
    List<AttackResult> asked =
        queried.stream().filter(row -> row.status() != AttackStatus.NO_START).toList();
    if (asked.isEmpty()) {
      return Check.notMeasured(item);
    }
    RobustAccuracy sample = WorstCase.accuracy(asked);
    int broken = sample.total() - sample.robust();
    double added = white.share() * broken / sample.total();
    double most = white.share() * WilsonInterval.of(broken, sample.total()).high();
    boolean all = ids(asked).containsAll(robustIds(informed));
    String figure =
        "%d of %d queried examples broken, %s of all"
            .formatted(broken, sample.total(), points(-added));
    if (added > LUCK + ROUNDING) {
      return new Check(item, Verdict.FAIL, figure);
    }
    return all || most <= LUCK
        ? new Check(item, Verdict.PASS, figure)
        : new Check(
            item,
            Verdict.WARN,
            String.format(Locale.ROOT, "%s, no more than %.2f points", figure, 100 * most));
  }

  private static Set<Long> ids(Collection<AttackResult> rows) {
    return rows.stream()
        .map(AttackResult::exampleId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<Long> robustIds(Collection<AttackResult> rows) {
    return ids(WorstCase.perExample(rows).stream().filter(AttackResult::robust).toList());
  }

  /** Of some examples the share that the others broke and these did not. */
  private static double added(
      Collection<AttackResult> these, Collection<AttackResult> others, Set<Long> ids) {
    List<AttackResult> together = new ArrayList<>(these);
    together.addAll(others);
    return share(these, ids) - share(together, ids);
  }

  private static double share(Collection<AttackResult> rows, Set<Long> ids) {
    return WorstCase.accuracy(rows.stream().filter(row -> ids.contains(row.exampleId())).toList())
        .share();
  }

  private static String points(double share) {
    // Adding zero makes nothing of a negative zero.
    return String.format(Locale.ROOT, "%+.2f points", 100 * share + 0.0);
  }
}
