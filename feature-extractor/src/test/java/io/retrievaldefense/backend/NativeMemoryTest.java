package io.retrievaldefense.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void errorsOfTheJavaHeapAreNotExplainedAway() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(
            () ->
                NativeMemory.within(
                    () -> {
                      throw heap;
                    }))
        .isSameAs(heap);
  }

  @Test
  void processBeyondItsLimitSaysWhichAndWhatToDo() throws IOException, InterruptedException {
    String limits = NativeMemory.javaOptions(LimitedProcess.OFF_HEAP, 1L << 33);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(limits.split(" ")));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LimitedProcess.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .contains(
            "native memory must stay below runtime.off-heap " + LimitedProcess.OFF_HEAP,
            "spark.executor.memoryOverhead");
  }
}
