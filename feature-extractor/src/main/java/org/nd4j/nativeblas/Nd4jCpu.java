package org.nd4j.nativeblas;

import io.retrievaldefense.backend.NativeBackend;

/**
 * The name under which DL4J 1.0.0-M2.1 asks, by reflection, whether the natives have oneDNN. ND4J
 * has moved the class that answered ({@code
 * org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment}) and DL4J was left behind: it finds
 * nobody to ask, drops its oneDNN layers without a word, and trains more than ten times slower.
 * DL4J's own layers train on executors here; where they are to be as they come, {@code
 * org.eclipse.deeplearning4j.helpers.disable=true} turns them off as before.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** What of the natives' environment DL4J looks at. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The one environment of this JVM. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the loaded natives were built with oneDNN. */
    public boolean isUseMKLDNN() {
      return NativeBackend.isOneDnn();
    }
  }
}
