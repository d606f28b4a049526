package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Stopping;
import io.retrievaldefense.attacks.Turn;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.transfer.JointModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attacks of units of work with the models that they craft on, for one thread. */
final class UnitAttacks {

  private final AttackSuite suite;
  private final ModelSource models;
  private final long seed;
  private final Map<ModelKey, AttackedModel> joint = new HashMap<>();
  private final Map<ModelKey, AttackedModel> jointThroughRetrieval = new HashMap<>();

  /**
   * @param models not closed here
   * @param seed of the attacks
   */
  UnitAttacks(AttackSuite suite, ModelSource models, long seed) {
    this.suite = suite;
    this.models = models;
    this.seed = seed;
  }

  /**
   * What is run on a unit's examples, in turn.
   *
   * @throws IOException if a model cannot be read
   */
  List<Turn> of(WorkUnit unit) throws IOException {
    AttackedModel source = models.model(unit.source());
    List<Turn> turns = new ArrayList<>();
    add(turns, unit, suite.attacks(unit.group(), source), source);
    List<Attack> together = suite.jointAttacks(unit.group(), source);
    if (!together.isEmpty()) {
      add(turns, unit, together, joint(unit.source()));
    }
    List<Attack> through = suite.jointAttacksThroughRetrieval(unit.group(), source);
    if (!through.isEmpty()) {
      add(turns, unit, through, jointThroughRetrieval(unit.source()));
    }
    return turns;
  }

  private void add(List<Turn> turns, WorkUnit unit, List<Attack> attacks, AttackedModel source) {
    for (Attack attack : Suite.runnable(attacks, unit.threat(), source)) {
      turns.add(new Turn(plan(unit, attack), source));
    }
  }

  /**
   * A defence and the plain network of the same extractor, which whoever holds the defence holds
   * too.
   */
  private AttackedModel joint(ModelKey defence) throws IOException {
    AttackedModel both = joint.get(defence);
    if (both == null) {
      both = new JointModel(models.model(defence), models.model(ModelKey.EXTRACTOR));
      joint.put(defence, both);
    }
    return both;
  }

  /** The same with the defence's gradient through its retrieval. */
  private AttackedModel jointThroughRetrieval(ModelKey defence) throws IOException {
    AttackedModel both = jointThroughRetrieval.get(defence);
    if (both == null) {
      AttackedModel soft = suite.throughRetrieval(models.model(defence));
      both = new JointModel(soft, models.model(ModelKey.EXTRACTOR));
      jointThroughRetrieval.put(defence, both);
    }
    return both;
  }

  private AttackPlan plan(WorkUnit unit, Attack attack) {
    return AttackPlan.of(attack, new LinfBall(unit.epsilon()), unit.threat(), seed)
        .with(unit.isWhiteBox() ? Stopping.ON_SUCCESS : Stopping.NEVER)
        .with(suite.budget())
        .inBatchesOf(suite.batch());
  }
}
