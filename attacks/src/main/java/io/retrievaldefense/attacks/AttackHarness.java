package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Runs attacks on examples and tells, per example, what came of each. The result of an example is
 * the same whichever others are run beside it, in whatever batches.
 *
 * <p>Order of work: everything is checked; the clean images are classified and the misclassified
 * ones set aside; the rest are attacked on the model that is crafted on; the stored images are
 * classified afresh by the model under test, and success, loss and norm computed from that.
 */
public final class AttackHarness {

  private AttackHarness() {}

  /**
   * Attacks {@code model} itself.
   *
   * @return one result per example, in their order
   * @throws IllegalArgumentException before any work, if plan, model and examples do not fit
   */
  public static List<AttackResult> run(
      AttackPlan plan, AttackedModel model, List<Example> examples) {
    return transfer(plan, model, model, examples);
  }

  /**
   * Crafts on {@code source} and tests on {@code target}.
   *
   * @return one result per example, in their order
   * @throws IllegalArgumentException before any work, if plan, models and examples do not fit
   */
  public static List<AttackResult> transfer(
      AttackPlan plan, AttackedModel source, AttackedModel target, List<Example> examples) {
    check(plan, source, target, examples);
    TestSubject subject = TestSubject.of(target, examples, plan.batchSize());
    return transfer(plan, source, List.of(subject)).get(0);
  }

  /**
   * Crafts once on {@code source} and tests on several models.
   *
   * @param subjects models under test, with the same examples
   * @return for each subject one result per example, in their order
   * @throws IllegalArgumentException before any work, if plan, models and examples do not fit
   */
  public static List<List<AttackResult>> transfer(
      AttackPlan plan, AttackedModel source, List<TestSubject> subjects) {
    return inTurn(List.of(new Turn(plan, source)), subjects, Passing.EVERY_EXAMPLE);
  }

  /**
   * Takes each example through several attacks. What comes of an example is what running one attack
   * after the other gives; that examples need not wait for each other in between keeps batches
   * full.
   *
   * @param turns the attacks; the first one's batch size is used
   * @param subjects models under test, with the same examples
   * @param passing which examples an attack leaves to the next: survivors of any subject, or all
   * @return for each subject the results, attack by attack, in the order of the examples
   * @throws IllegalArgumentException before any work, if plans, models and examples do not fit
   */
  public static List<List<AttackResult>> inTurn(
      List<Turn> turns, List<TestSubject> subjects, Passing passing) {
    checkSameExamples(subjects);
    for (Turn turn : turns) {
      for (TestSubject subject : subjects) {
        check(turn.plan(), turn.source(), subject.model(), subject.examples());
      }
    }
    if (turns.isEmpty() || subjects.isEmpty()) {
      return subjects.stream().map(subject -> List.<AttackResult>of()).toList();
    }
    try {
      List<List<Outcome>> outcomes = new Crafting(turns, subjects, passing).run();
      List<List<AttackResult>> results = new ArrayList<>();
      for (int s = 0; s < subjects.size(); s++) {
        results.add(results(turns, subjects.get(s), s, outcomes));
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("attack was cancelled");
    }
  }

  private static void checkSameExamples(List<TestSubject> subjects) {
    for (TestSubject subject : subjects) {
      if (!subject.examples().equals(subjects.get(0).examples())) {
        throw new IllegalArgumentException(
            "examples of all models under test must be the same: %d, %d"
                .formatted(subjects.get(0).examples().size(), subject.examples().size()));
      }
    }
  }

  private static void check(
      AttackPlan plan, AttackedModel source, AttackedModel target, List<Example> examples) {
    plan.check(source, target);
    TestSubject.checkFit(target, examples);
    examples.forEach(example -> plan.attack().checkDefinedFor(example, source));
  }

  private static List<AttackResult> results(
      List<Turn> turns, TestSubject subject, int place, List<List<Outcome>> outcomes) {
    List<AttackResult> results = new ArrayList<>();
    for (int t = 0; t < turns.size(); t++) {
      for (int i = 0; i < outcomes.size(); i++) {
        if (t < outcomes.get(i).size()) {
          Outcome outcome = outcomes.get(i).get(t);
          results.add(result(turns.get(t).plan(), subject, i, outcome, place));
        }
      }
    }
    return results;
  }

  private static AttackResult result(
      AttackPlan plan, TestSubject subject, int i, Outcome outcome, int place) {
    Example example = subject.examples().get(i);
    Verdict clean = subject.clean(i);
    return subject.isAttacked(i, plan)
        ? result(plan, example, clean, outcome.crafted(), outcome.verdicts().get(place))
        : result(plan, example, clean, untouched(example, clean), clean);
  }

  private static Crafted untouched(Example example, Verdict clean) {
    AttackStatus status =
        clean.label() == example.label()
            ? AttackStatus.COMPLETED
            : AttackStatus.ALREADY_MISCLASSIFIED;
    return new Crafted(
        example.image().clone(), 0, status, Double.POSITIVE_INFINITY, AttackCounts.NONE);
  }

  private static AttackResult result(
      AttackPlan plan, Example example, Verdict clean, Crafted crafted, Verdict after) {
    double norm = plan.ball().norm().distance(example.image(), crafted.image());
    boolean success = clean.label() == example.label() && example.reachedBy(after.label());
    return new AttackResult(
        example.id(),
        example.label(),
        example.target(),
        plan.attack().name(),
        plan.threat(),
        plan.ball(),
        crafted.restart(),
        Seeds.derive(plan.seed(), example.id(), plan.attack().name(), crafted.restart()),
        after.label() == AttackResult.NO_LABEL ? AttackStatus.NON_FINITE : crafted.status(),
        success,
        norm,
        success ? Math.min(norm, crafted.smallestNorm()) : crafted.smallestNorm(),
        crafted.counts(),
        after.crossEntropy(example.label()),
        clean.label(),
        after.label(),
        crafted.image());
  }
}
