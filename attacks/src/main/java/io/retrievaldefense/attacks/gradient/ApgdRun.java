package io.retrievaldefense.attacks.gradient;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.PointGradient;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.function.DoubleConsumer;

/**
 * One start of auto-PGD (Croce and Hein 2020, algorithm 1): ascent with momentum alpha = .75 whose
 * step starts at 2 epsilon and is halved at a checkpoint if fewer than rho = .75 of the steps since
 * the last one raised the loss, or if neither step nor best loss changed since then; after halving
 * it goes on from the best point.
 */
final class ApgdRun {

  private static final double MOMENTUM = .75;
  private static final double RHO = .75;

  private final AttackSession session;
  private final OutputLoss loss;
  private final int steps;
  private final DoubleConsumer bestLosses;

  private float[] point;
  private float[] previous;
  private PointGradient at;
  private float[] best;
  private PointGradient atBest;

  /**
   * Prepares a run.
   *
   * @param bestLosses told the best loss after every step
   */
  ApgdRun(AttackSession session, OutputLoss loss, int steps, DoubleConsumer bestLosses) {
    this.session = session;
    this.loss = loss;
    this.steps = steps;
    this.bestLosses = bestLosses;
  }

  float[] from(float[] start) {
    double size = 2 * session.ball().epsilon();
    int rises = 0;
    int checkpoint = 0;
    var checkpoints = ApgdSchedule.checkpoints(steps);
    double sizeBefore = size;
    moveTo(start);
    previous = start;
    best = start;
    atBest = at;
    double lossBefore = at.loss();
    for (int step = 1; step <= steps; step++) {
      session.countIteration();
      double lossHere = at.loss();
      // Without a step before the first, there is no momentum in it.
      float[] next = next(size, step == 1 ? 1 : MOMENTUM);
      previous = point;
      moveTo(next);
      rises += at.loss() > lossHere ? 1 : 0;
      if (at.loss() > atBest.loss()) {
        best = point;
        atBest = at;
      }
      bestLosses.accept(atBest.loss());
      if (checkpoint < checkpoints.size() && step == checkpoints.get(checkpoint)) {
        int interval = step - (checkpoint == 0 ? 0 : checkpoints.get(checkpoint - 1));
        boolean stalled = size == sizeBefore && atBest.loss() == lossBefore && checkpoint > 0;
        sizeBefore = size;
        if (rises < RHO * interval || stalled) {
          size /= 2;
          point = best;
          at = atBest;
        }
        lossBefore = atBest.loss();
        rises = 0;
        checkpoint++;
      }
    }
    return best;
  }

  private void moveTo(float[] next) {
    point = next;
    at = session.gradient(next, loss);
  }

  /** project(x + alpha (z - x) + (1 - alpha)(x - x_before)), z = project(x + size direction(g)). */
  private float[] next(double size, double alpha) {
    Ball ball = session.ball();
    float[] ahead = session.project(ball.ascend(point, at.gradient(), size));
    float[] mixed = new float[point.length];
    for (int i = 0; i < mixed.length; i++) {
      double x = point[i];
      mixed[i] = Pixels.clip(x + alpha * (ahead[i] - x) + (1 - alpha) * (x - previous[i]));
    }
    return session.project(mixed);
  }
}
