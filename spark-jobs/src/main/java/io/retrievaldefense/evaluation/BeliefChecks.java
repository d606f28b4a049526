package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.evaluation.Check;
import io.retrievaldefense.attacks.evaluation.ReportChecks;
import io.retrievaldefense.attacks.evaluation.RobustAccuracy;
import io.retrievaldefense.attacks.evaluation.Verdict;
import io.retrievaldefense.attacks.evaluation.WorstCase;
import io.retrievaldefense.report.EvaluatedModel;
import io.retrievaldefense.report.ResultRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The items of the checklist on whether numbers can be believed: alarm bands, and what each part of
 * the defence is worth.
 */
public final class BeliefChecks {

  private static final String PLAIN = "plain CNN under PGD-100 at .04 at most 5 %";
  private static final String BAND = "defence's worst case at .04 at most 55 %";
  private static final String SHUFFLED = "index of shuffled labels";

  private final List<EvaluatedModel> defences;
  private final ResultRows all;
  private final boolean seesLabels;

  /**
   * @param models the plain networks, then each N, ascending
   * @param rows of the whole evaluation
   * @param seesLabels whether heads are given y-bar
   */
  public BeliefChecks(List<EvaluatedModel> models, Collection<ResultRow> rows, boolean seesLabels) {
    this.seesLabels = seesLabels;
    defences = models.stream().filter(EvaluatedModel::isDefence).toList();
    all = ResultRows.attacked(rows);
  }

  /** All of them. */
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    ResultRows plain = all.of(AttackGroup.PLAIN_CNN);
    checks.add(
        plain.isEmpty() ? Check.notMeasured(PLAIN) : ReportChecks.plainCnnFalls(worst(plain)));
    CombinedCheck belief = new CombinedCheck(BAND);
    for (EvaluatedModel model : defences) {
      ResultRows rows = all.headline().of(model).at(Campaign.ALARM_EPSILON);
      if (!rows.isEmpty()) {
        belief.add(model.toString(), ReportChecks.defenceWithinBelief(worst(rows)));
      }
    }
    checks.add(belief.check());
    TreeMap<String, List<AttackResult>> ablations = ablations();
    TreeMap<String, RobustAccuracy> robust = new TreeMap<>();
    ablations.forEach((name, results) -> robust.put(name, WorstCase.accuracy(results)));
    checks.add(ReportChecks.ablationsRun(robust));
    checks.add(shuffled(ablations));
    return checks;
  }

  private Check shuffled(Map<String, List<AttackResult>> ablations) {
    if (!seesLabels) {
      return new Check(SHUFFLED, Verdict.WARN, "the head is configured not to see labels");
    }
    return ablations.containsKey("shuffled-labels")
        ? ReportChecks.shuffledLabelsHurt(
            clean(ablations.get("as-built")), clean(ablations.get("shuffled-labels")))
        : Check.notMeasured(SHUFFLED);
  }

  /** Rows by what was changed in the defence of the largest N; the smallest N is a change too. */
  private TreeMap<String, List<AttackResult>> ablations() {
    TreeMap<String, List<AttackResult>> byName = new TreeMap<>();
    if (defences.isEmpty()) {
      return byName;
    }
    EvaluatedModel smallest = defences.get(0);
    EvaluatedModel largest = defences.get(defences.size() - 1);
    String prefix = AttackGroup.ABLATION.id() + " ";
    for (ResultRow row : all.where(row -> row.group().startsWith(prefix)).rows()) {
      String build = row.group().substring(prefix.length());
      if (row.model().equals(largest)) {
        byName.computeIfAbsent(build, key -> new ArrayList<>()).add(row.result());
      } else if (row.model().equals(smallest)) {
        byName.computeIfAbsent("neighbors", key -> new ArrayList<>()).add(row.result());
      }
    }
    return byName;
  }

  private static RobustAccuracy clean(List<AttackResult> results) {
    return RobustAccuracy.clean(WorstCase.perExample(results));
  }

  private static RobustAccuracy worst(ResultRows rows) {
    return WorstCase.accuracy(rows.results());
  }
}
