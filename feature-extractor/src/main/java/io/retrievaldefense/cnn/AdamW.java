package io.retrievaldefense.cnn;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), beta 0.9 and 0.999, on one flat
 * parameter vector p: {@code p <- p - r_t m / (sqrt(v) + e) - r decay p} with {@code r_t = r sqrt(1
 * - beta2^t) / (1 - beta1^t)}.
 *
 * <p>One loop over Java arrays: ND4J's updater needs further operations around it, which pass over
 * the same memory again.
 */
final class AdamW {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[] first;
  private final float[] second;
  private final double weightDecay;
  private int steps;

  AdamW(int length, double weightDecay) {
    first = new float[length];
    second = new float[length];
    this.weightDecay = weightDecay;
  }

  /** One step of {@code parameters}, in place. */
  void step(float[] parameters, float[] gradient, double learningRate) {
    steps++;
    double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    float rate = (float) (learningRate * correction);
    float kept = (float) (1 - learningRate * weightDecay);
    float[] m = first;
    float[] v = second;
    for (int i = 0; i < m.length; i++) {
      float g = gradient[i];
      float mean = BETA1 * m[i] + (1 - BETA1) * g;
      float square = BETA2 * v[i] + (1 - BETA2) * g * g;
      m[i] = mean;
      v[i] = square;
      parameters[i] = kept * parameters[i] - rate * mean / ((float) Math.sqrt(square) + EPSILON);
    }
  }
}
