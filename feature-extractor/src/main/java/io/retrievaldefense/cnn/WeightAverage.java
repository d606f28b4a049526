package io.retrievaldefense.cnn;

/**
 * The exponential moving average of a network's parameters. That of the first steps follows them
 * closely, or it would remember where they started.
 */
final class WeightAverage {
  private final double decay;
  private final float[] values;
  private long steps;

  /**
   * @param start of training; copied
   * @param decay share of the average that a step leaves, in the long run; 0 for the last values
   */
  WeightAverage(float[] start, double decay) {
    this.decay = decay;
    values = start.clone();
  }

  /** After a step. */
  void add(float[] parameters) {
    steps++;
    float share = (float) (1 - Math.min(decay, (1.0 + steps) / (10.0 + steps)));
    for (int i = 0; i < values.length; i++) {
      values[i] += share * (parameters[i] - values[i]);
    }
  }

  /** A copy of what it is now. */
  float[] values() {
    return values.clone();
  }
}
