package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Runs an attack on examples and tells, per example, what came of it. The result of an example is
 * the same whichever others are run beside it, in whatever batches.
 *
 * <p>Order of work: everything is checked; the clean images are classified and the misclassified
 * ones set aside; the rest are attacked on the model that is crafted on; the stored images are
 * classified afresh by the model under test, and success, loss and norm computed from that.
 */
public final class AttackHarness {

  private final AttackPlan plan;
  private final AttackedModel source;

  private AttackHarness(AttackPlan plan, AttackedModel source) {
    this.plan = plan;
    this.source = source;
  }

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
    for (TestSubject subject : subjects) {
      check(plan, source, subject.model(), subject.examples());
      if (!subject.examples().equals(subjects.get(0).examples())) {
        throw new IllegalArgumentException(
            "examples of all models under test must be the same: %d, %d"
                .formatted(subjects.get(0).examples().size(), subject.examples().size()));
      }
    }
    try {
      return new AttackHarness(plan, source).run(subjects);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("attack " + plan.attack().name() + " was cancelled");
    }
  }

  private static void check(
      AttackPlan plan, AttackedModel source, AttackedModel target, List<Example> examples) {
    plan.check(source, target);
    TestSubject.checkFit(target, examples);
    examples.forEach(example -> plan.attack().checkDefinedFor(example, source));
  }

  private List<List<AttackResult>> run(List<TestSubject> subjects) throws InterruptedException {
    Map<Long, Crafted> crafted = craft(subjects);
    List<List<AttackResult>> results = new ArrayList<>();
    for (TestSubject subject : subjects) {
      results.add(results(subject, crafted));
    }
    return results;
  }

  /** Crafts for the examples that at least one of the models classifies correctly. */
  private Map<Long, Crafted> craft(List<TestSubject> subjects) throws InterruptedException {
    List<Example> attacked = new ArrayList<>();
    int examples = subjects.isEmpty() ? 0 : subjects.get(0).examples().size();
    for (int i = 0; i < examples; i++) {
      int at = i;
      if (subjects.stream().anyMatch(subject -> isAttacked(subject, at))) {
        attacked.add(subjects.get(0).examples().get(i));
      }
    }
    List<Crafted> crafted = new Crafting(plan, source).run(attacked);
    Map<Long, Crafted> byId = new HashMap<>();
    for (int i = 0; i < attacked.size(); i++) {
      byId.put(attacked.get(i).id(), crafted.get(i));
    }
    return byId;
  }

  private boolean isAttacked(TestSubject subject, int i) {
    return subject.classifiesRightly(i) && plan.ball().epsilon() > 0;
  }

  private List<AttackResult> results(TestSubject subject, Map<Long, Crafted> crafted) {
    List<Example> examples = subject.examples();
    List<float[]> images = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (isAttacked(subject, i)) {
        images.add(crafted.get(examples.get(i).id()).image());
      }
    }
    List<Verdict> after = Verdict.of(subject.model(), images, plan.batchSize());
    List<AttackResult> results = new ArrayList<>(examples.size());
    int next = 0;
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      Verdict clean = subject.clean(i);
      results.add(
          isAttacked(subject, i)
              ? result(example, clean, crafted.get(example.id()), after.get(next++))
              : result(example, clean, untouched(example, clean), clean));
    }
    return results;
  }

  private static Crafted untouched(Example example, Verdict clean) {
    AttackStatus status =
        clean.label() == example.label()
            ? AttackStatus.COMPLETED
            : AttackStatus.ALREADY_MISCLASSIFIED;
    return new Crafted(
        example.image().clone(), 0, status, Double.POSITIVE_INFINITY, AttackCounts.NONE);
  }

  private AttackResult result(Example example, Verdict clean, Crafted crafted, Verdict after) {
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
