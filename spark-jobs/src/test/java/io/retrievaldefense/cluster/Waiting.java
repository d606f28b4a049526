package io.retrievaldefense.cluster;

import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes do. */
final class Waiting {
  private static final long PAUSE_MILLIS = 20;

  private Waiting() {}

  /** A look that finds nothing yet yields null. */
  interface Look<T> {
    T now() throws IOException, InterruptedException;
  }

  static <T> T until(String what, Duration limit, Look<T> look)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      T found = look.now();
      if (found != null) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("must come within " + limit + ": " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
