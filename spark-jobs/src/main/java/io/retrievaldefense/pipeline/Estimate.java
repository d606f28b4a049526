package io.retrievaldefense.pipeline;

import java.util.OptionalDouble;

/**
 * What a step that has not run before would take, about.
 *
 * @param seconds how long; empty where nothing is known of it
 * @param bytes of its output, at most
 */
public record Estimate(OptionalDouble seconds, long bytes) {

  /** An estimate of both. */
  public static Estimate of(double seconds, long bytes) {
    return new Estimate(OptionalDouble.of(seconds), bytes);
  }

  /** An estimate of the size alone. */
  public static Estimate ofSize(long bytes) {
    return new Estimate(OptionalDouble.empty(), bytes);
  }

  /** Checks that neither is negative. */
  public Estimate {
    if (bytes < 0 || !(seconds.orElse(0) >= 0)) {
      throw new IllegalArgumentException(
          "estimate must not be negative: " + seconds + ", " + bytes + " bytes");
    }
  }
}
