package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Stopping;
import io.retrievaldefense.attacks.TestSubject;
import io.retrievaldefense.attacks.evaluation.WorstCase;
import io.retrievaldefense.attacks.suite.Suite;
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
  private final long seed;

  /**
   * @param suite which attacks
   * @param models closed with this
   * @param seed of the attacks
   */
  public UnitEvaluator(AttackSuite suite, ModelSource models, long seed) {
    this.suite = suite;
    this.models = models;
    this.seed = seed;
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
    AttackedModel source = models.model(unit.source());
    List<Attack> attacks =
        Suite.runnable(suite.attacks(unit.group(), source), unit.threat(), source);
    Map<ModelKey, List<AttackResult>> results = new LinkedHashMap<>();
    unit.targets().forEach(target -> results.put(target, new ArrayList<>()));
    List<TestSubject> under = subjects;
    for (Attack attack : attacks) {
      if (under.get(0).examples().isEmpty()) {
        break;
      }
      List<List<AttackResult>> found = AttackHarness.transfer(plan(unit, attack), source, under);
      for (int m = 0; m < found.size(); m++) {
        results.get(unit.targets().get(m)).addAll(found.get(m));
      }
      if (unit.group().passesOnSurvivors()) {
        under = List.of(survivors(under.get(0), found.get(0)));
      }
    }
    return results;
  }

  private AttackPlan plan(WorkUnit unit, Attack attack) {
    return AttackPlan.of(attack, new LinfBall(unit.epsilon()), unit.threat(), seed)
        .with(unit.isWhiteBox() ? Stopping.ON_SUCCESS : Stopping.NEVER)
        .with(suite.budget())
        .inBatchesOf(suite.batch());
  }

  private TestSubject survivors(TestSubject subject, List<AttackResult> results) {
    List<Example> left = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).robust()) {
        left.add(subject.examples().get(i));
      }
    }
    return TestSubject.of(subject.model(), left, suite.batch());
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
