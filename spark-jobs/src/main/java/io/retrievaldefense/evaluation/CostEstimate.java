package io.retrievaldefense.evaluation;

import io.retrievaldefense.attacks.AttackPlan;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Turn;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What units of work will cost at most: passes that the attacks may make, times the seconds of a
 * pass, which are measured. An attack that ends on success, or that has no example left, costs
 * less.
 */
public final class CostEstimate {

  /** A forward pass takes about a third of a forward and a backward one. */
  private static final double FORWARD_SHARE = .35;

  private static final int TIMED_PASSES = 3;

  private final AttackSuite suite;
  private final ModelSource models;
  private final UnitAttacks attacks;
  private final Map<AttackedModel, Double> seconds = new IdentityHashMap<>();
  private final Map<AttackedModel, AttackedModel> through = new IdentityHashMap<>();

  /**
   * @param models used by the calling thread only, and not closed here
   */
  public CostEstimate(AttackSuite suite, ModelSource models) {
    this.suite = suite;
    this.models = models;
    attacks = new UnitAttacks(suite, models, 0);
  }

  /**
   * Seconds of one thread for a unit, at most.
   *
   * @throws IOException if a model cannot be read
   */
  public double seconds(WorkUnit unit) throws IOException {
    double forward = 0;
    for (ModelKey target : unit.targets()) {
      forward += FORWARD_SHARE * secondsOfGradient(models.model(target));
    }
    // Clean images once, and the stored image of each attack.
    double each = forward;
    if (unit.group() != AttackGroup.CLEAN) {
      for (Turn turn : attacks.of(unit)) {
        each += passes(turn.plan()) * secondsOfGradient(followed(turn)) + forward;
      }
    }
    return rows(unit) * each;
  }

  /** What goes back through M rows costs more than through the N that are retrieved. */
  private AttackedModel followed(Turn turn) {
    return turn.plan().attack().needs().contains(Capability.INDEX)
        ? through.computeIfAbsent(turn.source(), suite::throughRetrieval)
        : turn.source();
  }

  /** In forward and backward passes. */
  private double passes(AttackPlan plan) {
    long queries = Math.min(plan.attack().queryLimit(), suite.queries());
    long most = plan.attack().mostGradients(plan.ball());
    boolean byQueries = most == 0 && queries < Integer.MAX_VALUE;
    return byQueries ? FORWARD_SHARE * queries : Math.min(most, suite.queries());
  }

  /** Images that are computed: batches are padded. */
  private int rows(WorkUnit unit) {
    return (unit.images().size() + suite.batch() - 1) / suite.batch() * suite.batch();
  }

  /** Of one image in a full batch, on one thread. */
  private double secondsOfGradient(AttackedModel model) {
    Double known = seconds.get(model);
    if (known == null) {
      known = measured(model) / suite.batch();
      seconds.put(model, known);
    }
    return known;
  }

  private double measured(AttackedModel model) {
    float[][] images = new float[suite.batch()][model.inputLength()];
    for (float[] image : images) {
      Arrays.fill(image, .5f);
    }
    List<CrossEntropy> losses = Collections.nCopies(images.length, new CrossEntropy(0));
    model.lossGradient(images, losses);
    long start = System.nanoTime();
    for (int pass = 0; pass < TIMED_PASSES; pass++) {
      model.lossGradient(images, losses);
    }
    return (System.nanoTime() - start) / 1e9 / TIMED_PASSES;
  }
}
