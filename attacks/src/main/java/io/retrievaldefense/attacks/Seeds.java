package io.retrievaldefense.attacks;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Seeds derived by name: the same parts give the same numbers on any partitioning. */
public final class Seeds {

  private Seeds() {}

  /** The seed of one restart of one attack on one example. */
  public static long derive(long runSeed, long exampleId, String attack, int restart) {
    long hash = mix(runSeed);
    hash = mix(hash ^ exampleId);
    for (int i = 0; i < attack.length(); i++) {
      hash = mix(hash ^ attack.charAt(i));
    }
    return mix(hash ^ restart);
  }

  /** A generator for that seed. */
  public static RandomGenerator random(long seed) {
    return new SplittableRandom(seed);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014) after its golden-ratio step. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
