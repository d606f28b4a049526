package io.retrievaldefense.index.query;

import java.lang.reflect.Constructor;

/**
 * The squared Euclidean distance by which all engines rank, in one fixed order of summation:
 * element i goes to sum i mod 16, and the sixteen sums are added as a balanced tree, (s, s + 8),
 * then (s, s + 4), and so on. It is an order in which vectors of 256 bits can add, so that the
 * scalar and the vector code give the same bits, and so do all engines and shard layouts.
 *
 * <p>The vector code needs {@code --add-modules jdk.incubator.vector} and is looked up by name: it
 * is compiled apart, where the compiler has that module.
 */
final class SquaredDistance {
  static final int LANES = 16;

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNEL = "io.retrievaldefense.index.query.VectorDistance";
  // Constant for the JIT, which inlines the kernel into the searching loops.
  private static final DistanceKernel KERNEL = kernel();

  private SquaredDistance() {}

  /** |a - b|^2 of {@code length} elements from the offsets on. */
  static float between(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return KERNEL.between(a, aOffset, b, bOffset, length);
  }

  /** The vector kernel where it is there and fast, else the scalar one. */
  static DistanceKernel kernel() {
    DistanceKernel scalar = new ScalarDistance();
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return scalar;
    }
    try {
      Constructor<?> constructor = Class.forName(VECTOR_KERNEL).getDeclaredConstructor();
      DistanceKernel vector = (DistanceKernel) constructor.newInstance();
      return vector.supported() ? vector : scalar;
    } catch (ClassNotFoundException e) {
      // Built by a compiler without the module.
      return scalar;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel must be constructible", e);
    }
  }
}
