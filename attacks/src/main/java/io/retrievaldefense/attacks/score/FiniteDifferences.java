package io.retrievaldefense.attacks.score;

import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.loss.OutputLoss;
import java.util.random.RandomGenerator;

/**
 * Antithetic estimate of a gradient from pairs of forward passes: the mean over n directions v of
 * (L(x + r v) - L(x - r v)) / (2 r) v. Its expectation on a linear loss is the gradient itself, for
 * signs and for normal values, as E[v v'] is the identity for both. Points are cut to [0,1] before
 * they are asked about, which flattens the estimate for pixels at the edge of the range.
 */
final class FiniteDifferences {

  /** What directions are made of. */
  enum Direction {
    /** Signs (SPSA). */
    SIGNS {
      @Override
      double draw(RandomGenerator random) {
        return random.nextBoolean() ? 1 : -1;
      }
    },
    /** Normal values (NES). */
    NORMAL {
      @Override
      double draw(RandomGenerator random) {
        return random.nextGaussian();
      }
    };

    abstract double draw(RandomGenerator random);
  }

  private final AttackSession session;
  private final OutputLoss loss;
  private final Direction direction;
  private final int pairs;
  private final double radius;

  FiniteDifferences(
      AttackSession session, OutputLoss loss, Direction direction, int pairs, double radius) {
    this.session = session;
    this.loss = loss;
    this.direction = direction;
    this.pairs = pairs;
    this.radius = radius;
  }

  /** An estimate at a point, from 2 n forward passes. */
  double[] at(float[] point) {
    float[][] directions = new float[pairs][point.length];
    float[][] asked = new float[2 * pairs][];
    for (int n = 0; n < pairs; n++) {
      for (int i = 0; i < point.length; i++) {
        directions[n][i] = (float) direction.draw(session.random());
      }
      asked[2 * n] = Pixels.clip(Pixels.add(point, radius, directions[n]));
      asked[2 * n + 1] = Pixels.clip(Pixels.add(point, -radius, directions[n]));
    }
    float[][] logits = session.scores(asked);
    double[] estimate = new double[point.length];
    for (int n = 0; n < pairs; n++) {
      double slope = (value(logits[2 * n]) - value(logits[2 * n + 1])) / (2 * radius * pairs);
      for (int i = 0; i < estimate.length; i++) {
        estimate[i] += slope * directions[n][i];
      }
    }
    return estimate;
  }

  private double value(float[] logits) {
    return loss.value(logits, new float[logits.length]);
  }
}
