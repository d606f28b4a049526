package io.retrievaldefense.classifier;

/**
 * Where a classifier's time goes, counted by the thread that uses it: what makes "retrieval takes a
 * third of the time" a measurement.
 */
public final class StageTimes {

  /** A part of the work of classifying an image and of its gradient. */
  public enum Stage {
    /** The convolutional network, forward and backward. */
    NETWORK,
    /** Projection and search, and fetching the neighbours' features. */
    RETRIEVAL,
    /** Attention and fully connected layers, forward and backward. */
    ATTENTION
  }

  private final long[] nanos = new long[Stage.values().length];
  private long since;

  StageTimes() {}

  /** The next stage begins now. */
  void start() {
    since = System.nanoTime();
  }

  /** A stage ends now, and the next one begins. */
  void end(Stage stage) {
    long now = System.nanoTime();
    nanos[stage.ordinal()] += now - since;
    since = now;
  }

  /** Nanoseconds spent in a stage so far. */
  public long nanos(Stage stage) {
    return nanos[stage.ordinal()];
  }
}
