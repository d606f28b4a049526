package io.retrievaldefense.backend;

import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many native threads the operations started from this Java thread take. The setting belongs to
 * the calling thread, so a driver may train on every core while each Spark task keeps to one.
 */
public final class NativeThreads {

  private NativeThreads() {}

  /** Limits operations of the calling thread to {@code threads}. */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("native threads must be positive: " + threads);
    }
    NativeBackend.prepare();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** Processors that this JVM may use. */
  public static int available() {
    return Runtime.getRuntime().availableProcessors();
  }
}
