package io.retrievaldefense.index.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VectorKernelsTest {
  /** A kernel with a name. */
  interface Named extends VectorKernels.Kernel {
    String name();
  }

  static final class Fast implements Named {
    @Override
    public boolean supported() {
      return true;
    }

    @Override
    public String name() {
      return "fast";
    }
  }

  static final class Unsupported implements Named {
    @Override
    public boolean supported() {
      return false;
    }

    @Override
    public String name() {
      return "unsupported";
    }
  }

  record Plain(String name) implements Named {
    @Override
    public boolean supported() {
      return true;
    }
  }

  private static final boolean MODULE =
      Runtime.version().feature() == 17
          && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  private static String find(String className) {
    return VectorKernels.find(Named.class, className, new Plain("plain")).name();
  }

  @Test
  void isTheVectorKernelWhereTheModuleIs() {
    assertThat(find(Fast.class.getName())).isEqualTo(MODULE ? "fast" : "plain");
  }

  @Test
  void isTheScalarOneWhereTheVectorKernelIsNotOrIsSlow() {
    assertThat(find("io.retrievaldefense.index.simd.Absent")).isEqualTo("plain");
    assertThat(find(Unsupported.class.getName())).isEqualTo("plain");
  }

  @Test
  void refusesAKernelThatCannotBeMade() {
    if (MODULE) {
      assertThatThrownBy(() -> find(Plain.class.getName()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the vector kernel must be constructible");
    } else {
      assertThat(find(Plain.class.getName())).isEqualTo("plain");
    }
  }
}
