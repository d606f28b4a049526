package io.retrievaldefense.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

  private static final String OFF_HEAP = "org.bytedeco.javacpp.maxbytes";
  private static final String RESIDENT = "org.bytedeco.javacpp.maxphysicalbytes";

  @BeforeEach
  @AfterEach
  void clear() {
    System.clearProperty(OFF_HEAP);
    System.clearProperty(RESIDENT);
  }

  @Test
  void setsBothLimitsOfJavacpp() {
    NativeMemory.limit(1000, 2000);
    assertThat(System.getProperty(OFF_HEAP)).isEqualTo("1000");
    assertThat(System.getProperty(RESIDENT)).isEqualTo("2000");
  }

  @Test
  void writesThemAsOptionsOfAnotherJvm() {
    assertThat(NativeMemory.javaOptions(1000, 2000))
        .isEqualTo(
            "-Dorg.bytedeco.javacpp.maxbytes=1000 -Dorg.bytedeco.javacpp.maxphysicalbytes=2000");
  }

  @Test
  void leavesWhatTheUserSet() {
    System.setProperty(OFF_HEAP, "77");
    NativeMemory.limit(1000, 2000);
    assertThat(System.getProperty(OFF_HEAP)).isEqualTo("77");
  }

  @Test
  void refusesLimitsThatContradictEachOther() {
    assertThatThrownBy(() -> NativeMemory.limit(3, 2))
        .hasMessage("off-heap memory must be positive and at most the resident memory 2: 3");
  }
}
