package io.retrievaldefense.attacks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final AttackedModel target;

  private AttackHarness(AttackPlan plan, AttackedModel source, AttackedModel target) {
    this.plan = plan;
    this.source = source;
    this.target = target;
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
    plan.check(source, target);
    checkFit(examples, plan.attack(), target);
    try {
      return new AttackHarness(plan, source, target).run(examples);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("attack " + plan.attack().name() + " was cancelled");
    }
  }

  private static void checkFit(List<Example> examples, Attack attack, AttackedModel model) {
    Set<Long> seen = new HashSet<>();
    for (Example example : examples) {
      example.checkFits(model);
      attack.checkDefinedFor(example, model);
      if (!seen.add(example.id())) {
        throw new IllegalArgumentException("example id must be unique: " + example.id());
      }
    }
  }

  private List<AttackResult> run(List<Example> examples) throws InterruptedException {
    List<Verdict> clean = judge(examples.stream().map(Example::image).toList());
    List<Example> attacked = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (clean.get(i).label == examples.get(i).label() && plan.ball().epsilon() > 0) {
        attacked.add(examples.get(i));
      }
    }
    List<Crafted> crafted = new Crafting(plan, source).run(attacked);
    List<Verdict> after = judge(crafted.stream().map(Crafted::image).toList());
    List<AttackResult> results = new ArrayList<>(examples.size());
    int next = 0;
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      if (next < attacked.size() && attacked.get(next) == example) {
        results.add(result(example, clean.get(i), crafted.get(next), after.get(next)));
        next++;
      } else {
        results.add(result(example, clean.get(i), untouched(example, clean.get(i)), clean.get(i)));
      }
    }
    return results;
  }

  private static Crafted untouched(Example example, Verdict clean) {
    return new Crafted(
        example.image().clone(),
        0,
        clean.label == example.label()
            ? AttackStatus.COMPLETED
            : AttackStatus.ALREADY_MISCLASSIFIED,
        Double.POSITIVE_INFINITY,
        AttackCounts.NONE);
  }

  private AttackResult result(Example example, Verdict clean, Crafted crafted, Verdict after) {
    double norm = plan.ball().norm().distance(example.image(), crafted.image());
    boolean success = clean.label == example.label() && example.reachedBy(after.label);
    return new AttackResult(
        example.id(),
        example.label(),
        example.target(),
        plan.attack().name(),
        plan.threat(),
        plan.ball(),
        crafted.restart(),
        Seeds.derive(plan.seed(), example.id(), plan.attack().name(), crafted.restart()),
        after.label == AttackResult.NO_LABEL ? AttackStatus.NON_FINITE : crafted.status(),
        success,
        norm,
        success ? Math.min(norm, crafted.smallestNorm()) : crafted.smallestNorm(),
        crafted.counts(),
        after.logits == null ? Double.NaN : Logits.crossEntropy(after.logits, example.label()),
        clean.label,
        after.label,
        crafted.image());
  }

  /** Fresh forward passes of the model under test. */
  private List<Verdict> judge(List<float[]> images) {
    List<Verdict> verdicts = new ArrayList<>(images.size());
    boolean scored = target.capabilities().contains(Capability.SCORES);
    for (int from = 0; from < images.size(); from += plan.batchSize()) {
      float[][] batch =
          images
              .subList(from, Math.min(from + plan.batchSize(), images.size()))
              .toArray(float[][]::new);
      if (scored) {
        for (float[] logits : target.scores(batch)) {
          // No class is predicted by what is not a number: it is wrong, not class 0.
          int label = Logits.finite(logits) ? Logits.argmax(logits) : AttackResult.NO_LABEL;
          verdicts.add(new Verdict(label, logits));
        }
      } else {
        Arrays.stream(target.labels(batch)).forEach(l -> verdicts.add(new Verdict(l, null)));
      }
    }
    return verdicts;
  }

  /** A prediction, with its logits where the model gives them. */
  private record Verdict(int label, float[] logits) {}
}
