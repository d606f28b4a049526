package io.retrievaldefense.pipeline;

/**
 * What a step that has not run before would take, about.
 *
 * @param seconds how long
 * @param bytes of its output, at most
 */
public record Estimate(double seconds, long bytes) {

  /** Checks that neither is negative. */
  public Estimate {
    if (bytes < 0 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "estimate must not be negative: " + seconds + " seconds, " + bytes + " bytes");
    }
  }
}
