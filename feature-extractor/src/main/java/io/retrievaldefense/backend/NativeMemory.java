package io.retrievaldefense.backend;

import java.util.Locale;

/**
 * How much memory ND4J may take outside the Java heap. JavaCPP reads the limits once, when its
 * first class is loaded, so they are set before anything else touches ND4J; beyond them an
 * allocation fails with an OutOfMemoryError that names them.
 */
public final class NativeMemory {

  private static final String OFF_HEAP = "org.bytedeco.javacpp.maxbytes";
  private static final String RESIDENT = "org.bytedeco.javacpp.maxphysicalbytes";

  private NativeMemory() {}

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
