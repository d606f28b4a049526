package io.retrievaldefense.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrievaldefense.cli.doctor.Finding.Grade;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineChecksTest {
  private static final long GIB = 1L << 30;

  @Test
  void anOldJavaMustBeReplaced() {
    assertThat(MachineChecks.java(17, "17.0.13").grade()).isEqualTo(Grade.OK);
    assertThat(MachineChecks.java(11, "11.0.2").text())
        .isEqualTo(
            "fail java     11.0.2%n     fix: install JDK 17 and set JAVA_HOME to it".formatted());
  }

  @Test
  void aNewerJavaIsSlowerAndThenNone() {
    assertThat(MachineChecks.java(21, "21.0.5").grade()).isEqualTo(Grade.WARN);
    assertThat(MachineChecks.java(21, "21.0.5").found()).contains("no vector kernels");
    assertThat(MachineChecks.java(23, "23").grade()).isEqualTo(Grade.FAIL);
  }

  @Test
  void heapAndArraysMustFitTheMachine() {
    assertThat(MachineChecks.memory(4 * GIB, 2 * GIB, 12 * GIB, 8 * GIB).grade())
        .isEqualTo(Grade.OK);
    assertThat(MachineChecks.memory(4 * GIB, 5 * GIB, 12 * GIB, 8 * GIB).fix())
        .contains("runtime.off-heap");
    assertThat(MachineChecks.memory(10 * GIB, 4 * GIB, 12 * GIB, 32 * GIB).fix())
        .isEqualTo("raise it with the heap: --set runtime.resident=...");
    assertThat(MachineChecks.memory(GIB / 2, GIB, 12 * GIB, 8 * GIB).fix())
        .contains("RETRIEVAL_DEFENSE_HEAP=4g");
  }

  @Test
  void aCpuWithoutAvx2IsSlow() {
    assertThat(MachineChecks.cpu("amd64", List.of("avx", "avx2")).found())
        .isEqualTo("amd64, avx avx2");
    assertThat(MachineChecks.cpu("aarch64", List.of()).grade()).isEqualTo(Grade.WARN);
    assertThat(MachineChecks.oneDnn("without", false).grade()).isEqualTo(Grade.WARN);
  }

  @Test
  void fewerThreadsThanProcessorsIsAWarning() {
    assertThat(MachineChecks.threads(8, null).grade()).isEqualTo(Grade.OK);
    assertThat(MachineChecks.threads(8, "8").grade()).isEqualTo(Grade.OK);
    assertThat(MachineChecks.threads(8, "1").fix()).startsWith("unset OMP_NUM_THREADS");
  }

  @Test
  void aDiskMustHaveRoom() {
    assertThat(MachineChecks.disk("/x", true, 50 * GIB).grade()).isEqualTo(Grade.OK);
    assertThat(MachineChecks.disk("/x", true, 2 * GIB).grade()).isEqualTo(Grade.WARN);
    assertThat(MachineChecks.disk("/x", true, GIB / 4).grade()).isEqualTo(Grade.FAIL);
    assertThat(MachineChecks.disk("/x", false, 50 * GIB).found())
        .isEqualTo("53.7 GB free at /x, but it cannot be written to");
  }

  @Test
  void whatIsNotGoodComesWithAFix() {
    assertThatThrownBy(() -> Finding.warn("cpu", "none", ""))
        .hasMessage("finding must have a fix unless it is OK: cpu");
  }
}
