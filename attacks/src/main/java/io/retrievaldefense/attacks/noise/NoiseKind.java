package io.retrievaldefense.attacks.noise;

import io.retrievaldefense.attacks.Norm;
import java.util.random.RandomGenerator;

/** Kinds of noise, as directions whose length the ball decides. */
public enum NoiseKind {
  /** Independent normal values. */
  GAUSSIAN("gaussian") {
    @Override
    double draw(RandomGenerator random) {
      return random.nextGaussian();
    }
  },
  /** Independent signs: in an Linf ball a random corner. */
  RANDOM_SIGNS("random-signs") {
    @Override
    double draw(RandomGenerator random) {
      return random.nextBoolean() ? 1 : -1;
    }
  };

  private final String id;

  NoiseKind(String id) {
    this.id = id;
  }

  /** The name within an attack's name. */
  public String id() {
    return id;
  }

  abstract double draw(RandomGenerator random);

  /**
   * A perturbation of the size epsilon: in L2 of that length; in Linf each value of that standard
   * deviation, which the projection then cuts.
   */
  float[] perturbation(int length, Norm norm, double epsilon, RandomGenerator random) {
    float[] direction = new float[length];
    for (int i = 0; i < length; i++) {
      direction[i] = (float) draw(random);
    }
    if (norm == Norm.L2) {
      return norm.ascend(new float[length], direction, epsilon);
    }
    for (int i = 0; i < length; i++) {
      direction[i] = (float) (epsilon * direction[i]);
    }
    return direction;
  }
}
