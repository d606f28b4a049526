package io.retrievaldefense.index.simd;

import java.lang.reflect.Constructor;

/**
 * Finds vector code by name: it is compiled apart, where the compiler has the incubating module,
 * and runs where the JVM was started with {@code --add-modules jdk.incubator.vector}.
 *
 * <p>All kernels use vectors of 256 bits, also where there are longer ones: Java 17 inlines vector
 * operations by the shapes that their profile has seen, and once a process has used two shapes,
 * each operation of either may allocate its result.
 */
public final class VectorKernels {
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * The Java whose form of the module the kernels are written for; it changes until it is final.
   */
  private static final int FEATURE = 17;

  private VectorKernels() {}

  /** One way to compute something; all ways give the same answers. */
  public interface Kernel {
    /** Whether this machine runs it fast. */
    boolean supported();
  }

  /**
   * The vector kernel where it is there and fast, else the scalar one.
   *
   * @param type of both
   * @param className of the vector kernel, which has a constructor without parameters
   * @param scalar used otherwise
   */
  public static <T extends Kernel> T find(Class<T> type, String className, T scalar) {
    if (Runtime.version().feature() != FEATURE || ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return scalar;
    }
    try {
      Constructor<?> constructor = Class.forName(className).getDeclaredConstructor();
      constructor.setAccessible(true);
      T vector = type.cast(constructor.newInstance());
      return vector.supported() ? vector : scalar;
    } catch (ClassNotFoundException e) {
      // Built by a compiler without the module.
      return scalar;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel must be constructible", e);
    }
  }
}
