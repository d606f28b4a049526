package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.ModelQuestion.Kind;
import io.retrievaldefense.attacks.loss.Logits;
import io.retrievaldefense.attacks.loss.LossKind;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One example's attack in progress: what the attack may know and ask. Every question is counted,
 * every evaluated point that is better than those before is kept, and a question ends the attack
 * (by an exception that the attack does not see) when its budget is used up or its goal is reached
 * under {@link Stopping#ON_SUCCESS}, and the restart when the answer is not finite.
 *
 * <p>Images asked about must be in [0,1]; they may be outside the ball.
 */
public final class AttackSession {

  private final Example example;
  private final AttackedModel source;
  private final AttackPlan plan;
  private final Consumer<ModelQuestion> model;
  private final BestPoint best;
  private final Effort effort;
  private final Selection selection;

  private int restart;
  private float[] latest;
  private RandomGenerator random;

  AttackSession(
      Example example, AttackedModel source, AttackPlan plan, Consumer<ModelQuestion> model) {
    this.example = example;
    this.source = source;
    this.plan = plan;
    this.model = model;
    this.selection = plan.attack().selection(plan.ball());
    this.best = new BestPoint(example, plan.ball(), selection);
    this.effort = new Effort(plan.budget(), plan.attack().queryLimit());
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
    return source.classes();
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
    return loss(LossKind.CROSS_ENTROPY);
  }

  /** This example's loss of a kind. */
  public OutputLoss loss(LossKind kind) {
    return kind.of(label(), target());
  }

  /** Which of the attack's restarts this is, from 0. */
  public int restart() {
    return restart;
  }

  /** How many more forward passes this attack may ask for. */
  public long queriesLeft() {
    return effort.queriesLeft();
  }

  /** Counts one step of the attack's main loop. */
  public void countIteration() {
    effort.countIteration();
  }

  /** True if {@code logits} make the model predict what the attack wants. */
  public boolean reachedBy(float[] logits) {
    return example.reachedBy(Logits.argmax(logits));
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
    requireDeclared(Capability.FEATURES);
    return question(Kind.FEATURES, images, List.of()).outputs;
  }

  /** The gradient of a loss on one image's features. */
  public PointGradient featureGradient(float[] image, OutputLoss loss) {
    requireDeclared(Capability.FEATURES);
    return first(
        question(Kind.FEATURE_GRADIENT, new float[][] {image}, List.of(loss)).lossGradient());
  }

  /** The same for a loss that also classifies: the image is then known to the harness. */
  public PointGradient featureGradient(float[] image, ClassifyingLoss loss) {
    PointGradient answer = featureGradient(image, (OutputLoss) loss);
    observe(image, predicted(loss.logits()), loss.logits());
    return answer;
  }

  /** The index behind the model, and what is built on it. */
  public RetrievalAccess retrieval() {
    requireDeclared(Capability.INDEX);
    return source.retrieval().orElseThrow();
  }

  /** Runs the attack with all its restarts, on the example's own thread. */
  Crafted run() {
    AttackStatus status = AttackStatus.COMPLETED;
    try {
      for (int r = 0; r < plan.attack().restarts(); r++) {
        if (!isFiniteFrom(r)) {
          status = AttackStatus.NON_FINITE;
        }
      }
    } catch (StopAttack stop) {
      // A restart that met no number is told of, but for one that was not run.
      status = status == AttackStatus.NON_FINITE && !stop.status().isCut() ? status : stop.status();
    }
    return new Crafted(best.image(), best.restart(), status, best.smallestNorm(), effort.counts());
  }

  /** Runs a restart; false if an answer was not finite, which it may be from another start. */
  private boolean isFiniteFrom(int start) {
    restart = start;
    random = Seeds.random(Seeds.derive(plan.seed(), example.id(), plan.attack().name(), start));
    try {
      conclude(plan.attack().perturb(this));
      return true;
    } catch (StopAttack stop) {
      if (stop.status() != AttackStatus.NON_FINITE) {
        throw stop;
      }
      return false;
    }
  }

  private void conclude(float[] returned) {
    float[] last = plan.ball().contains(example.image(), returned) ? returned : project(returned);
    boolean keepsLast = selection == Selection.LAST_ITERATE;
    if (keepsLast && plan.attack().restarts() == 1) {
      best.set(last, restart);
    } else if (keepsLast || (last != latest && !best.holds(last))) {
      ModelQuestion answered = question(evaluation(), new float[][] {last}, List.of());
      best.conclude(last, predicted(answered, 0), answered.outputs[0], restart);
    }
  }

  /** How the harness itself looks at a point: with no more than the attack is granted. */
  private Kind evaluation() {
    return plan.attack().needs().contains(Capability.LABELS) ? Kind.LABELS : Kind.SCORES;
  }

  private ModelQuestion ask(
      Kind kind, Capability needed, float[][] images, List<? extends OutputLoss> losses) {
    requireDeclared(needed);
    ModelQuestion answered = question(kind, images, losses);
    for (int i = 0; i < images.length; i++) {
      observe(images[i], predicted(answered, i), answered.outputs[i]);
    }
    return answered;
  }

  private void requireDeclared(Capability needed) {
    if (!plan.attack().needs().contains(needed)) {
      throw new AttackContractException(
          "attack %s must declare what it asks for, %s: %s"
              .formatted(plan.attack().name(), plan.attack().needs(), needed));
    }
  }

  private void observe(float[] image, int predicted, float[] logits) {
    latest = image;
    boolean reached = best.observe(image, predicted, logits, restart);
    if (reached && plan.stopping() == Stopping.ON_SUCCESS && selection != Selection.LAST_ITERATE) {
      throw new StopAttack(AttackStatus.COMPLETED);
    }
  }

  private ModelQuestion question(Kind kind, float[][] images, List<? extends OutputLoss> losses) {
    checkBounds(images);
    effort.spend(images.length);
    ModelQuestion question = new ModelQuestion(example.id(), source, kind, images, losses);
    model.accept(question);
    try {
      question.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("attack on example " + example.id() + " was cancelled");
    }
    effort.note(question);
    return question;
  }

  private void checkBounds(float[][] images) {
    if (images.length == 0) {
      throw new AttackContractException(
          "attack %s must ask about an image: none".formatted(plan.attack().name()));
    }
    for (float[] image : images) {
      int outside = Pixels.firstOutOfBounds(image);
      if (outside >= 0) {
        throw new AttackContractException(
            "attack %s must ask about pixels in [0, 1]: %s"
                .formatted(plan.attack().name(), image[outside]));
      }
    }
  }

  private static int predicted(ModelQuestion answered, int row) {
    return answered.kind == Kind.LABELS ? answered.labels[row] : predicted(answered.outputs[row]);
  }

  private static int predicted(float[] logits) {
    if (!Logits.finite(logits)) {
      throw new StopAttack(AttackStatus.NON_FINITE);
    }
    return Logits.argmax(logits);
  }

  private static PointGradient first(LossGradient answer) {
    return new PointGradient(answer.losses()[0], answer.gradients()[0], answer.outputs()[0]);
  }
}
