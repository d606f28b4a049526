package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.CrossEntropy;
import io.retrievaldefense.attacks.loss.Negated;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One example's attack in progress: what the attack may know and ask. Every question is counted,
 * every evaluated point that is better than those before is kept, and a question ends the attack
 * (by an exception that the attack does not see) when its budget is used up, its goal is reached
 * under {@link Stopping#ON_SUCCESS}, or the answer is not finite.
 *
 * <p>Images asked about must be in [0,1]; they may be outside the ball.
 */
public final class AttackSession {

  private final Example example;
  private final int classes;
  private final AttackPlan plan;
  private final Consumer<ModelQuestion> model;
  private final BestPoint best;

  private int restart;
  private RandomGenerator random;
  private long iterations;
  private long queries;
  private long gradientCalls;
  private long zeroGradientSteps;
  private long startedAtNanos;

  AttackSession(Example example, int classes, AttackPlan plan, Consumer<ModelQuestion> model) {
    this.example = example;
    this.classes = classes;
    this.plan = plan;
    this.model = model;
    this.best = new BestPoint(example, plan.ball(), plan.attack().selection());
  }

  /** The image under attack [inputLength]; a new array. */
  public float[] original() {
    return example.image().clone();
  }

  /** The true class. */
  public int label() {
    return example.label();
  }

  /** The class aimed at; empty if any wrong one will do. */
  public OptionalInt target() {
    return example.target();
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  /** Where the adversarial image must be. */
  public Ball ball() {
    return plan.ball();
  }

  /** This restart's random numbers. */
  public RandomGenerator random() {
    return random;
  }

  /** {@code point} brought into the ball and [0,1]; a new array. */
  public float[] project(float[] point) {
    return plan.ball().project(example.image(), point);
  }

  /** True if a model that predicts {@code predicted} is where the attack wants it. */
  public boolean reachedBy(int predicted) {
    return example.reachedBy(predicted);
  }

  /** The loss to raise: cross-entropy of the true class, or minus that of the class aimed at. */
  public OutputLoss crossEntropy() {
    return target().isPresent()
        ? new Negated(new CrossEntropy(target().getAsInt()))
        : new CrossEntropy(label());
  }

  /** Counts one step of the attack's main loop. */
  public void countIteration() {
    iterations++;
  }

  /** Ends the attack with {@link AttackStatus#NO_START}; declared to return it to be thrown. */
  public RuntimeException noStart() {
    return new StopAttack(AttackStatus.NO_START);
  }

  /** Predicted classes [n]. */
  public int[] labels(float[]... images) {
    return ask(Kind.LABELS, Capability.LABELS, images, List.of()).labels;
  }

  /** Logits [n, C]. */
  public float[][] scores(float[]... images) {
    return ask(Kind.SCORES, Capability.SCORES, images, List.of()).outputs;
  }

  /** The gradient of a loss on one image's logits. */
  public PointGradient gradient(float[] image, OutputLoss loss) {
    return first(gradients(new float[][] {image}, List.of(loss)));
  }

  /** The gradients of one loss per image on their logits. */
  public LossGradient gradients(float[][] images, List<? extends OutputLoss> losses) {
    return ask(Kind.GRADIENT, Capability.LOSS_GRADIENT, images, losses).lossGradient();
  }

  /** Features [n, D]. */
  public float[][] features(float[]... images) {
    return ask(Kind.FEATURES, Capability.FEATURES, images, List.of()).outputs;
  }

  /** The gradient of a loss on one image's features. */
  public PointGradient featureGradient(float[] image, OutputLoss loss) {
    return first(
        ask(Kind.FEATURE_GRADIENT, Capability.FEATURES, new float[][] {image}, List.of(loss))
            .lossGradient());
  }

  /** Runs the attack with all its restarts, on the example's own thread. */
  Crafted run() {
    startedAtNanos = System.nanoTime();
    AttackStatus status = AttackStatus.COMPLETED;
    try {
      for (int r = 0; r < plan.attack().restarts(); r++) {
        restart = r;
        random = Seeds.random(Seeds.derive(plan.seed(), example.id(), plan.attack().name(), r));
        conclude(plan.attack().perturb(this));
      }
    } catch (StopAttack stop) {
      status = stop.status();
    }
    AttackCounts counts = new AttackCounts(iterations, queries, gradientCalls, zeroGradientSteps);
    return new Crafted(best.image(), best.restart(), status, best.smallestNorm(), counts);
  }

  private void conclude(float[] returned) {
    float[] last = plan.ball().contains(example.image(), returned) ? returned : project(returned);
    if (plan.attack().selection() == Selection.LAST_ITERATE && plan.attack().restarts() == 1) {
      best.set(last, restart);
    } else if (!best.holds(last)) {
      ModelQuestion question = question(evaluation(), new float[][] {last}, List.of());
      offer(last, question, 0);
    }
  }

  /** How the harness itself looks at a point: with no more than the attack is granted. */
  private Kind evaluation() {
    return plan.attack().needs().contains(Capability.LABELS) ? Kind.LABELS : Kind.SCORES;
  }

  private ModelQuestion ask(
      Kind kind, Capability needed, float[][] images, List<? extends OutputLoss> losses) {
    if (!plan.attack().needs().contains(needed)) {
      throw new IllegalStateException(
          "attack %s must declare what it asks for, %s: %s"
              .formatted(plan.attack().name(), plan.attack().needs(), needed));
    }
    ModelQuestion answered = question(kind, images, losses);
    for (int i = 0; i < images.length; i++) {
      boolean done =
          plan.attack().selection() != Selection.LAST_ITERATE && offer(images[i], answered, i);
      if (done && plan.stopping() == Stopping.ON_SUCCESS) {
        throw new StopAttack(AttackStatus.COMPLETED);
      }
    }
    return answered;
  }

  private ModelQuestion question(Kind kind, float[][] images, List<? extends OutputLoss> losses) {
    checkBounds(images);
    checkBudget(images.length);
    ModelQuestion question = new ModelQuestion(kind, images, losses);
    model.accept(question);
    try {
      question.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("attack on example " + example.id() + " was cancelled");
    }
    count(question);
    return question;
  }

  private void checkBounds(float[][] images) {
    for (float[] image : images) {
      for (float pixel : image) {
        if (!(pixel >= 0 && pixel <= 1)) {
          throw new IllegalStateException(
              "attack %s must ask about pixels in [0, 1]: %s"
                  .formatted(plan.attack().name(), pixel));
        }
      }
    }
  }

  private void checkBudget(int rows) {
    if (queries + rows > plan.budget().queries()) {
      throw new StopAttack(AttackStatus.QUERIES_EXHAUSTED);
    }
    if (System.nanoTime() - startedAtNanos > plan.budget().time().toNanos()) {
      throw new StopAttack(AttackStatus.TIME_EXHAUSTED);
    }
  }

  private void count(ModelQuestion answered) {
    queries += answered.images.length;
    if (answered.kind != Kind.GRADIENT && answered.kind != Kind.FEATURE_GRADIENT) {
      return;
    }
    gradientCalls += answered.images.length;
    for (int i = 0; i < answered.images.length; i++) {
      if (!Double.isFinite(answered.losses[i]) || !Logits.finite(answered.gradients[i])) {
        throw new StopAttack(AttackStatus.NON_FINITE);
      }
      if (Pixels.isZero(answered.gradients[i])) {
        zeroGradientSteps++;
      }
    }
  }

  /** Hands an evaluated point to the keeper; features tell nothing about the class. */
  private boolean offer(float[] point, ModelQuestion answered, int row) {
    return switch (answered.kind) {
      case LABELS -> best.offer(point, answered.labels[row], null, restart);
      case SCORES, GRADIENT -> {
        float[] logits = answered.outputs[row];
        if (!Logits.finite(logits)) {
          throw new StopAttack(AttackStatus.NON_FINITE);
        }
        yield best.offer(point, Logits.argmax(logits), logits, restart);
      }
      case FEATURES, FEATURE_GRADIENT -> false;
    };
  }

  private static PointGradient first(LossGradient answer) {
    return new PointGradient(answer.losses()[0], answer.gradients()[0], answer.outputs()[0]);
  }
}
