package io.retrievaldefense.backend;

import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much memory ND4J may take outside the Java heap. JavaCPP reads the limits once, when its
 * first class is loaded, so they are set before anything else touches ND4J; beyond them an
 * allocation fails with an OutOfMemoryError that names them.
 */
public final class NativeMemory {

  private static final String OFF_HEAP = "org.bytedeco.javacpp.maxbytes";
  private static final String RESIDENT = "org.bytedeco.javacpp.maxphysicalbytes";

  /** How ND4J says that an array would exceed the limit, from Java and from its natives. */
  private static final List<String> REFUSALS =
      List.of("Allocation failed", "exceeds HOST device limits");

  /** ND4J's number of the only device there is. */
  private static final int CPU = 0;

  private NativeMemory() {}

  /** What takes native memory. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {

    /** Does it. */
    T done() throws E;
  }

  /**
   * Sets the limits of this JVM, unless the user has set them by system property.
   *
   * @param offHeap bytes of ND4J's arrays
   * @param resident bytes of the whole process, Java heap included
   */
  public static void limit(long offHeap, long resident) {
    check(offHeap, resident);
    setIfAbsent(OFF_HEAP, offHeap);
    setIfAbsent(RESIDENT, resident);
  }

  /** The same limits as options of another JVM, such as an executor's. */
  public static String javaOptions(long offHeap, long resident) {
    check(offHeap, resident);
    return "-D" + OFF_HEAP + "=" + offHeap + " -D" + RESIDENT + "=" + resident;
  }

  /**
   * Has ND4J refuse arrays beyond the limit that is set, which it counts itself: JavaCPP's limits
   * are for what JavaCPP allocates, and most arrays are not. No limit is set where there is none.
   */
  public static void limitArrays() {
    String offHeap = System.getProperty(OFF_HEAP);
    if (offHeap != null) {
      NativeBackend.prepare();
      Nd4j.getEnvironment().setDeviceLimit(CPU, Long.parseLong(offHeap));
    }
  }

  /**
   * Does what takes native memory; where a limit is met, says which and what to do about it.
   * Without this a Spark executor would take the error for one of its own, end, and be started
   * again.
   *
   * @throws NativeMemoryException if a limit is met
   */
  public static <T, E extends Exception> T within(Work<T, E> work) throws E {
    try {
      return work.done();
    } catch (OutOfMemoryError e) {
      // The Java heap's own error is not ours to explain.
      if (!isOfNatives(e)) {
        throw e;
      }
      throw new NativeMemoryException(explanation(), e);
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      if (REFUSALS.stream().noneMatch(message::contains)) {
        throw e;
      }
      throw new NativeMemoryException(explanation(), e);
    }
  }

  private static boolean isOfNatives(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith("Cannot allocate new ")
        || message.startsWith("Failed to allocate memory within limits")
        || message.startsWith("Physical memory usage is too high");
  }

  private static String explanation() {
    return String.format(
        Locale.ROOT,
        "native memory must stay below runtime.off-heap %s and the process below runtime.resident"
            + " %s: the process takes %,d bytes; raise them, and"
            + " spark.executor.memoryOverhead with them, or run fewer tasks in an executor"
            + " (spark.executor.cores)",
        System.getProperty(OFF_HEAP, "unset"),
        System.getProperty(RESIDENT, "unset"),
        Pointer.physicalBytes());
  }

  private static void check(long offHeap, long resident) {
    if (offHeap < 1 || resident < offHeap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "off-heap memory must be positive and at most the resident memory %d: %d",
              resident,
              offHeap));
    }
  }

  private static void setIfAbsent(String key, long bytes) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, Long.toString(bytes));
    }
  }
}
