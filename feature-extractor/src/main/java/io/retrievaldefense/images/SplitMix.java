package io.retrievaldefense.images;

/**
 * The SplitMix64 generator (Steele, Lea, Flood 2014). Written out here because pictures must be the
 * same for every version of the JDK, which promises no algorithm for its own generators but one.
 */
final class SplitMix {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  /** A hash of two numbers, which serves as an order and as a seed derived from another. */
  static long hash(long seed, long value) {
    return mixed(mixed(seed + GOLDEN_GAMMA) ^ mixed(value * GOLDEN_GAMMA + 1));
  }

  private static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (next() >>> 11) * DOUBLE_UNIT;
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Uniform in 0..bound-1, for small bounds. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /**
   * About normal with mean 0 and deviation 1: the sum of four uniform 16-bit numbers, which needs
   * one draw and no logarithm.
   */
  double bell() {
    long bits = next();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    // Four uniforms on [0, 65535]: mean 131070, variance 4 * 65536^2 / 12.
    return (sum - 131070.0) * (1.0 / 37837.2);
  }

  /**
   * A triangular number with mean 0 and deviation 1 from the two halves of 32 random bits: four of
   * them come from two draws, where speed matters more than the shape of the tails.
   */
  static float triangle(int bits) {
    int sum = (bits & 0xffff) + (bits >>> 16);
    // Two uniforms on [0, 65535]: mean 65535, variance 2 * 65536^2 / 12.
    return (sum - 65535) * (1 / 26755.0f);
  }
}
