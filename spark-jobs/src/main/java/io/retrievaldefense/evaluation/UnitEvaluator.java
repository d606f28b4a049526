package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.TestSubject;
import io.retrievaldefense.attacks.evaluation.WorstCase;
import io.retrievaldefense.report.ResultRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does units of work with one set of models, on one thread. */
public final class UnitEvaluator implements AutoCloseable {

  private final AttackSuite suite;
  private final ModelSource models;
  private final UnitAttacks attacks;

  /**
   * @param suite which attacks
   * @param models closed with this
   * @param seed of the attacks
   */
  public UnitEvaluator(AttackSuite suite, ModelSource models, long seed) {
    this.suite = suite;
    this.models = models;
    attacks = new UnitAttacks(suite, models, seed);
  }

  /**
   * The unit's rows, the same on any machine.
   *
   * @throws IOException if a model cannot be read
   */
  public UnitResult evaluate(WorkUnit unit) throws IOException {
    List<Example> examples = unit.examples();
    List<TestSubject> subjects = new ArrayList<>();
    for (ModelKey target : unit.targets()) {
      subjects.add(TestSubject.of(models.model(target), examples, suite.batch()));
    }
    if (unit.group() == AttackGroup.CLEAN) {
      return new UnitResult(clean(unit, subjects), List.of());
    }
    List<ResultRow> rows = new ArrayList<>();
    Map<ModelKey, List<AttackResult>> results = attack(unit, subjects);
    List<StoredExample> stored = new ArrayList<>();
    results.forEach(
        (target, ofTarget) -> {
          ofTarget.forEach(
              result -> rows.add(ResultRow.of(target.model(), group(unit, target), result)));
          if (unit.group().isHeadline()) {
            WorstCase.perExample(ofTarget).stream()
                .forEach(result -> stored.add(stored(target, result)));
          }
        });
    return new UnitResult(rows, stored);
  }

  /** The models that it evaluates. */
  public ModelSource models() {
    return models;
  }

  /** The group in result rows, with what was changed in the model. */
  private static String group(WorkUnit unit, ModelKey target) {
    return unit.group() == AttackGroup.ABLATION
        ? unit.group().id() + " " + target.buildName()
        : unit.group().id();
  }

  private static List<ResultRow> clean(WorkUnit unit, List<TestSubject> subjects) {
    List<ResultRow> rows = new ArrayList<>();
    for (int m = 0; m < subjects.size(); m++) {
      int[] labels = subjects.get(m).cleanLabels();
      for (int i = 0; i < labels.length; i++) {
        rows.add(
            ResultRow.clean(
                unit.targets().get(m).model(),
                unit.images().get(i).id(),
                unit.images().get(i).label(),
                labels[i]));
      }
    }
    return rows;
  }

  private Map<ModelKey, List<AttackResult>> attack(WorkUnit unit, List<TestSubject> subjects)
      throws IOException {
    List<List<AttackResult>> found =
        AttackHarness.inTurn(attacks.of(unit), subjects, unit.group().passing());
    Map<ModelKey, List<AttackResult>> results = new LinkedHashMap<>();
    for (int m = 0; m < found.size(); m++) {
      results.put(unit.targets().get(m), found.get(m));
    }
    return results;
  }

  private static StoredExample stored(ModelKey target, AttackResult worst) {
    return new StoredExample(
        worst.exampleId(),
        worst.label(),
        target.model(),
        worst.threat().id(),
        worst.threat().id(),
        worst.ball().epsilon(),
        worst.attack(),
        worst.restart(),
        worst.robust(),
        worst.norm(),
        worst.bestLoss(),
        worst.labelAfter(),
        worst.image());
  }

  @Override
  public void close() {
    models.close();
  }
}
