package io.retrievaldefense.attacks.noise;

import io.retrievaldefense.attacks.Attack;
import io.retrievaldefense.attacks.AttackSession;
import io.retrievaldefense.attacks.AttackedModel;
import io.retrievaldefense.attacks.Ball;
import io.retrievaldefense.attacks.Capability;
import io.retrievaldefense.attacks.Pixels;
import io.retrievaldefense.attacks.support.Requirements;
import java.util.Set;

/**
 * Noise of the ball's size, the best of a number of draws. A sanity check: a model that noise
 * breaks is no classifier, and an attack that noise beats is no attack.
 *
 * @param kind what is drawn
 * @param draws how often
 */
public record Noise(NoiseKind kind, int draws) implements Attack {

  /**
   * Checks the draws.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Noise {
    Requirements.atLeast("number of draws", 1, draws);
  }

  /** One draw of normal noise. */
  public static Noise gaussian() {
    return new Noise(NoiseKind.GAUSSIAN, 1);
  }

  /** One draw of random signs. */
  public static Noise randomSigns() {
    return new Noise(NoiseKind.RANDOM_SIGNS, 1);
  }

  @Override
  public String name() {
    return draws == 1 ? kind.id() : kind.id() + "-n" + draws;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.SCORES);
  }

  @Override
  public void checkDefinedFor(Ball ball, AttackedModel model) {
    Requirements.bounded(name(), ball);
  }

  @Override
  public float[] perturb(AttackSession session) {
    float[] original = session.original();
    Ball ball = session.ball();
    float[] point = original;
    for (int draw = 0; draw < draws; draw++) {
      session.countIteration();
      float[] noise =
          kind.perturbation(original.length, ball.norm(), ball.epsilon(), session.random());
      point = session.project(Pixels.add(original, 1, noise));
      session.scores(point);
    }
    return point;
  }
}
