package io.retrievaldefense.attacks;

import io.retrievaldefense.attacks.loss.Logits;
import java.util.Arrays;

/** Keeps the best of the points that an attack tried, by the attack's {@link Selection}. */
final class BestPoint {

  private final Example example;
  private final Ball ball;
  private final Selection selection;

  private float[] image;
  private int restart;
  private int rank = -1;
  private double merit;
  private double smallestNorm = Double.POSITIVE_INFINITY;

  BestPoint(Example example, Ball ball, Selection selection) {
    this.example = example;
    this.ball = ball;
    this.selection = selection;
  }

  /**
   * Takes note of a point that the attack evaluated on its way.
   *
   * @param logits null where the model only answered the label
   * @return true if the point reaches the goal inside the ball
   */
  boolean observe(float[] point, int predicted, float[] logits, int fromRestart) {
    boolean reached = example.reachedBy(predicted);
    if (reached) {
      double norm = ball.norm().distance(example.image(), point);
      smallestNorm = Math.min(smallestNorm, norm);
    }
    if (selection != Selection.LAST_ITERATE) {
      conclude(point, predicted, logits, fromRestart);
    }
    return reached && ball.contains(example.image(), point);
  }

  /** Keeps a point that may be the answer if it is better than the one kept. */
  void conclude(float[] point, int predicted, float[] logits, int fromRestart) {
    boolean reached = example.reachedBy(predicted);
    boolean smallest = selection == Selection.SMALLEST_NORM;
    if (smallest ? reached : ball.contains(example.image(), point)) {
      double norm = ball.norm().distance(example.image(), point);
      keepIfBetter(
          point,
          reached ? 2 : predicted != example.label() ? 1 : 0,
          smallest || logits == null ? -norm : goalLoss(logits),
          fromRestart);
    }
  }

  /** Takes a point without an evaluation, in place of whatever was kept. */
  void set(float[] point, int fromRestart) {
    image = point.clone();
    restart = fromRestart;
  }

  boolean holds(float[] point) {
    return image != null && Arrays.equals(image, point);
  }

  /** The point kept if it is in the ball, else the original. */
  float[] image() {
    return image != null && ball.contains(example.image(), image)
        ? image.clone()
        : example.image().clone();
  }

  int restart() {
    return restart;
  }

  double smallestNorm() {
    return smallestNorm;
  }

  private void keepIfBetter(float[] point, int newRank, double newMerit, int fromRestart) {
    if (newRank > rank || (newRank == rank && newMerit > merit)) {
      rank = newRank;
      merit = newMerit;
      set(point, fromRestart);
    }
  }

  private double goalLoss(float[] logits) {
    return example.target().isPresent()
        ? -Logits.crossEntropy(logits, example.target().getAsInt())
        : Logits.crossEntropy(logits, example.label());
  }
}
