package io.retrievaldefense.executor;

import io.retrievaldefense.backend.NativeMemory;
import io.retrievaldefense.backend.NativeThreads;
import org.apache.spark.SparkEnv;

/** ND4J for a Spark task. */
public final class TaskNatives {

  /** What Spark calls the driver where it runs tasks itself, and never an executor. */
  private static final String DRIVER = "driver";

  private TaskNatives() {}

  /**
   * The calling thread computes with one native thread from here on, since Spark's slots share the
   * cores; and an executor's arrays keep to its limit. The driver's do not: it is the user's own
   * process, and may wait for garbage.
   */
  public static void prepare() {
    NativeThreads.use(1);
    if (!SparkEnv.get().executorId().equals(DRIVER)) {
      NativeMemory.limitArrays();
    }
  }
}
