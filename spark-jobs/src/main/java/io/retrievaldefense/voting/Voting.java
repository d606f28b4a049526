package io.retrievaldefense.voting;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackHarness;
import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackResult;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Example;
import io.retrievaldefense.attacks.LinfBall;
import io.retrievaldefense.attacks.Passing;
import io.retrievaldefense.attacks.TestSubject;
import io.retrievaldefense.attacks.ThreatModel;
import io.retrievaldefense.attacks.Turn;
import io.retrievaldefense.attacks.retrieval.SoftGradientModel;
import io.retrievaldefense.attacks.suite.Suite;
import io.retrievaldefense.attacks.suite.SuiteShape;
import io.retrievaldefense.attacks.transfer.JointModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The worst case of a model over the gradient attacks of a suite, crafted in turn on each of
 * several models by an attacker who holds them all, and on the model and each plain network
 * together, through its retrieval too; a vote is attacked through its members' retrievals and by
 * their mean logits, through them and not.
 *
 * @param suite whose attacks, but for those by queries
 * @param shape chooses them
 * @param seed of the attacks
 */
record Voting(Suite suite, SuiteShape shape, long seed) {
  /** Examples between two words of progress; with fewer, few would be left to fill a batch. */
  private static final int SLICE = 64;

  /**
   * @param name of the model, for the table
   * @param model what is tested
   * @param sources what is crafted on, the model itself among them
   * @param plain networks without retrieval, whose gradient nothing masks
   * @param examples at least one
   * @param epsilon radius of the Linf ball
   * @param attacked hears how many examples more are done
   * @return what is left of it
   */
  VotingTable.Row row(
      String name,
      AttackedModel model,
      List<? extends AttackedModel> sources,
      List<? extends AttackedModel> plain,
      List<Example> examples,
      double epsilon,
      LongConsumer attacked) {
    List<Turn> turns = new ArrayList<>();
    List<Attack> attacks = new ArrayList<>(suite.onEveryExample(shape));
    attacks.addAll(suite.onSurvivors(shape));
    sources.forEach(source -> add(turns, attacks, source, epsilon));
    addJoint(turns, model, plain, epsilon);
    if (model instanceof VotingModel vote) {
      addOfVote(turns, vote, plain, epsilon);
    } else if (model.features().isPresent() && model.retrieval().isPresent()) {
      addJoint(turns, new SoftGradientModel(model, suite.candidates(shape)), plain, epsilon);
    }
    int clean = 0;
    int robust = 0;
    for (int from = 0; from < examples.size(); from += SLICE) {
      List<Example> slice = examples.subList(from, Math.min(examples.size(), from + SLICE));
      TestSubject subject = TestSubject.of(model, slice, AttackPlan.DEFAULT_BATCH_SIZE);
      Set<Long> right = new HashSet<>();
      Set<Long> fooled = new HashSet<>();
      for (AttackResult result :
          AttackHarness.inTurn(turns, List.of(subject), Passing.SURVIVORS).get(0)) {
        if (result.labelBefore() == result.label()) {
          right.add(result.exampleId());
        }
        if (!result.robust()) {
          fooled.add(result.exampleId());
        }
      }
      clean += right.size();
      right.removeAll(fooled);
      robust += right.size();
      attacked.accept(slice.size());
    }
    return new VotingTable.Row(name, epsilon, examples.size(), clean, robust);
  }

  /** No attack of the suite goes through the retrievals of several models, nor their logits. */
  private void addOfVote(
      List<Turn> turns, VotingModel vote, List<? extends AttackedModel> plain, double epsilon) {
    add(turns, suite.onSurvivors(shape), vote.byMeanLogits(), epsilon);
    vote.throughRetrieval(suite.candidates(shape))
        .ifPresent(
            soft -> {
              add(turns, suite.onSurvivors(shape), soft, epsilon);
              add(turns, suite.onSurvivors(shape), soft.byMeanLogits(), epsilon);
              addJoint(turns, soft, plain, epsilon);
            });
  }

  private void addJoint(
      List<Turn> turns, AttackedModel lead, List<? extends AttackedModel> plain, double epsilon) {
    for (AttackedModel network : plain) {
      add(turns, suite.jointly(shape), new JointModel(lead, network), epsilon);
    }
  }

  private void add(List<Turn> turns, List<Attack> attacks, AttackedModel source, double epsilon) {
    for (Attack attack : Suite.runnable(attacks, ThreatModel.KNOWN_INDEX, source)) {
      AttackPlan plan = AttackPlan.of(attack, new LinfBall(epsilon), ThreatModel.KNOWN_INDEX, seed);
      turns.add(new Turn(plan, source));
    }
  }
}
